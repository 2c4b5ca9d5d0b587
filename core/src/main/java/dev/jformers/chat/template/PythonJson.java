package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values as Python's {@code json.dumps} writes them.
 *
 * @param indent for each level; empty for all in one line
 * @param between of items
 * @param colon between a key and its value
 * @param ascii whether other letters become escapes
 * @param sorted whether keys are
 */
record PythonJson(String indent, String between, String colon, boolean ascii, boolean sorted) {

    /** By the arguments of {@code tojson}. */
    static PythonJson of(Arguments given) {
        Object indent = given.get(1, "indent", None.NONE);
        boolean inLines = indent != None.NONE;
        Object separators = given.get(2, "separators", None.NONE);
        List<Object> two = separators == None.NONE ? List.of(inLines ? "," : ", ", ": ") : Values.items(separators);
        if (two.size() != 2) {
            throw new TemplateError("separators must be two texts");
        }
        String margin = indent instanceof String text
                ? text
                : inLines ? " ".repeat(Math.max(0, Math.min(40, Values.requireInt(indent, "indent")))) : "";
        return new PythonJson(
                inLines ? "\n" + margin : "",
                Values.text(two.get(0)),
                Values.text(two.get(1)),
                given.isSet(0, "ensure_ascii", false),
                given.isSet(3, "sort_keys", false));
    }

    String write(Object value) {
        return write(value, 0);
    }

    private String write(Object value, int depth) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Boolean || value instanceof Long) {
            return value.toString();
        }
        if (value instanceof Double number) {
            return Values.number(number);
        }
        if (value instanceof None) {
            return "null";
        }
        if (value instanceof List<?> list) {
            List<String> items = new ArrayList<>();
            list.forEach(item -> items.add(write(item, depth + 1)));
            return enclosed('[', items, ']', depth);
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            Map<?, ?> ordered = sorted ? new TreeMap<>(map) : map;
            ordered.forEach((key, item) -> entries.add(quoted(Values.text(key)) + colon + write(item, depth + 1)));
            return enclosed('{', entries, '}', depth);
        }
        throw new TemplateError("a " + Values.typeName(value) + " has no JSON");
    }

    private String enclosed(char open, List<String> items, char close, int depth) {
        if (items.isEmpty() || indent.isEmpty()) {
            return open + String.join(between, items) + close;
        }
        String margin = "\n" + indent.substring(1).repeat(depth + 1);
        String end = "\n" + indent.substring(1).repeat(depth);
        return open + margin + String.join(between + margin, items) + end + close;
    }

    private String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            append(json, text.charAt(i));
        }
        return json.append('"').toString();
    }

    private void append(StringBuilder json, char letter) {
        int known = "\"\\\n\r\t\b\f".indexOf(letter);
        if (known >= 0) {
            json.append('\\').append("\"\\nrtbf".charAt(known));
        } else if (letter < ' ' || (ascii && letter > '~')) {
            json.append(String.format("\\u%04x", (int) letter));
        } else {
            json.append(letter);
        }
    }
}
