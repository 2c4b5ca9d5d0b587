package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How Python splits strings. */
final class Splitting {

    private Splitting() {}

    static List<Object> split(String text, Arguments given) {
        int times = times(given);
        Object separator = given.get(0, "sep", None.NONE);
        return separator == None.NONE ? words(text, times) : split(text, requireSeparator(separator), times);
    }

    static List<Object> splitFromEnd(String text, Arguments given) {
        Object separator = given.get(0, "sep", None.NONE);
        if (separator == None.NONE) {
            return reversed(words(reversed(text), times(given)));
        }
        return reversed(split(reversed(text), reversed(requireSeparator(separator)), times(given)));
    }

    private static int times(Arguments given) {
        int times = Values.requireInt(given.get(1, "maxsplit", -1L), "maxsplit");
        return times < 0 ? Integer.MAX_VALUE : times;
    }

    private static String requireSeparator(Object separator) {
        String text = Values.requireText(separator, "sep");
        if (text.isEmpty()) {
            throw new TemplateError("a text cannot be split by an empty one");
        }
        return text;
    }

    private static List<Object> split(String text, String separator, int times) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() < times; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> words(String text, int times) {
        List<Object> words = new ArrayList<>();
        String rest = TextMethods.strip(text, true, false);
        while (!rest.isEmpty() && words.size() < times) {
            int end = 0;
            while (end < rest.length() && !TextMethods.isSpace(rest.codePointAt(end))) {
                end += Character.charCount(rest.codePointAt(end));
            }
            words.add(rest.substring(0, end));
            rest = TextMethods.strip(rest.substring(end), true, false);
        }
        if (!rest.isEmpty()) {
            words.add(TextMethods.strip(rest, false, true));
        }
        return words;
    }

    static List<Object> lines(String text, Arguments given) {
        boolean keep = given.isSet(0, "keepends", false);
        List<Object> lines = new ArrayList<>();
        for (String line : text.split("(?<=\r\n)|(?<=[\n\u000B\f\u001C-\u001E\u0085\u2028\u2029])|(?<=\r)(?!\n)", -1)) {
            if (!line.isEmpty()) {
                lines.add(keep ? line : line.replaceAll("[\r\n\u000B\f\u001C-\u001E\u0085\u2028\u2029]+$", ""));
            }
        }
        return lines;
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    private static List<Object> reversed(List<Object> parts) {
        List<Object> reversed = new ArrayList<>();
        parts.forEach(part -> reversed.add(reversed(Values.text(part))));
        Collections.reverse(reversed);
        return reversed;
    }
}
