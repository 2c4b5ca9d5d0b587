package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What may stand behind a bar. */
final class Filters {

    /** What a value becomes. */
    @FunctionalInterface
    interface Filter {

        Object apply(Object value, Arguments given);
    }

    private static final Map<String, Filter> FILTERS = filters();

    private Filters() {}

    static Filter named(String name) {
        return Optional.ofNullable(FILTERS.get(name))
                .orElseThrow(() -> new TemplateError("the filter \"" + name + "\" is not supported"));
    }

    static boolean isKnown(String name) {
        return FILTERS.containsKey(name);
    }

    private static Map<String, Filter> filters() {
        Map<String, Filter> filters = new LinkedHashMap<>();
        addTexts(filters);
        addNumbers(filters);
        filters.put("tojson", (value, given) -> PythonJson.of(given).write(value));
        filters.put("default", Filters::otherwise);
        filters.put("d", Filters::otherwise);
        filters.put("length", (value, given) -> (long) Values.length(value));
        filters.put("count", (value, given) -> (long) Values.length(value));
        filters.put("attr", (value, given) -> Lookup.attribute(value, given.text(0, "name")));
        ListFilters.addTo(filters);
        return Map.copyOf(filters);
    }

    private static void addTexts(Map<String, Filter> filters) {
        filters.put("string", (value, given) -> Values.text(value));
        filters.put("safe", (value, given) -> Values.text(value));
        filters.put("upper", (value, given) -> Values.text(value).toUpperCase(Locale.ROOT));
        filters.put("lower", (value, given) -> Values.text(value).toLowerCase(Locale.ROOT));
        filters.put("title", (value, given) -> TextMethods.title(Values.text(value)));
        filters.put("capitalize", (value, given) -> TextMethods.capitalize(Values.text(value)));
        filters.put("trim", Filters::trim);
        filters.put("replace", Filters::replace);
        filters.put("indent", Filters::indent);
        filters.put("wordcount", (value, given) ->
                (long) Splitting.split(Values.text(value), Arguments.NONE).size());
        filters.put("format", (value, given) -> Printf.format(Values.text(value), given.positional()));
        filters.put("escape", (value, given) -> escaped(Values.text(value)));
        filters.put("e", (value, given) -> escaped(Values.text(value)));
    }

    private static void addNumbers(Map<String, Filter> filters) {
        filters.put("int", (value, given) -> NumberFilters.toInt(value, given.get(0, "default", 0L)));
        filters.put("float", (value, given) -> NumberFilters.toFloat(value, given.get(0, "default", 0.0)));
        filters.put("round", NumberFilters::round);
        filters.put("abs", (value, given) -> Operation.compare(value, 0L) < 0 ? Operation.negate(value) : value);
    }

    private static Object otherwise(Object value, Arguments given) {
        boolean falseToo = given.isSet(1, "boolean", false);
        boolean missing = value instanceof Undefined || (falseToo && !Values.isTrue(value));
        return missing ? given.get(0, "default_value", "") : value;
    }

    private static Object trim(Object value, Arguments given) {
        return TextMethods.find(Values.text(value), "strip").orElseThrow().call(given);
    }

    private static Object replace(Object value, Arguments given) {
        Object times = given.get(2, "count", None.NONE);
        Arguments counted = new Arguments(
                List.of(
                        Values.text(given.required(0, "old")),
                        Values.text(given.required(1, "new")),
                        times == None.NONE ? -1L : times),
                Map.of());
        return TextMethods.find(Values.text(value), "replace").orElseThrow().call(counted);
    }

    private static Object indent(Object value, Arguments given) {
        Object width = given.get(0, "width", 4L);
        String margin = width instanceof String text
                ? text
                : " ".repeat(Math.max(0, Math.min(1000, Values.requireInt(width, "width"))));
        boolean first = given.isSet(1, "first", false);
        boolean blank = given.isSet(2, "blank", false);
        List<String> lines = new ArrayList<>();
        for (String line : (Values.text(value) + "\n").split("\n", -1)) {
            boolean margins = lines.isEmpty() ? first : blank || !line.isEmpty();
            lines.add(margins ? margin + line : line);
        }
        return String.join("\n", lines.subList(0, lines.size() - 1));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }
}
