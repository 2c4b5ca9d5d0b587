package dev.jformers.generation.constraint;

import java.util.Map;

/** Strings and numbers of a JSON schema. */
final class JsonScalars {

    /** The rule of strings of which nothing is said. */
    static final String ANY_STRING = "any string";

    private static final long MOST_INTEGER = 999_999_999_999_999L;

    private static final Map<String, String> FORMATS = formats();

    private JsonScalars() {}

    static Expression string(JsonSchema schema) {
        boolean counted = schema.hasAny("minLength", "maxLength");
        if (schema.has("pattern") || schema.has("format")) {
            if (counted || (schema.has("pattern") && schema.has("format"))) {
                throw schema.problem(
                        "minLength, maxLength and format beside pattern are not supported; write one pattern"
                                + " that says it all, such as ^[a-z]{1,20}$.");
            }
            String pattern = schema.has("pattern") ? schema.text("pattern") : format(schema);
            String what = "the JSON schema, at " + schema.where() + ": the pattern " + pattern;
            return JsonTexts.string(RegexParser.within(what, pattern, JsonTexts::character));
        }
        return counted
                ? JsonTexts.string(schema.count("minLength", 0), schema.most("minLength", "maxLength"))
                : new Expression.Call(ANY_STRING);
    }

    private static Map<String, String> formats() {
        String date = "[0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)";
        String time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])";
        return Map.of(
                "date", "^" + date + "$",
                "time", "^" + time + "$",
                "date-time", "^" + date + "T" + time + "$",
                "uuid", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$");
    }

    private static String format(JsonSchema schema) {
        String pattern = FORMATS.get(schema.text("format"));
        if (pattern == null) {
            throw schema.problem("format " + schema.text("format") + " is not supported; give a pattern instead."
                    + " Supported are date, date-time, time, uuid.");
        }
        return pattern;
    }

    static Expression number(JsonSchema schema) {
        if (schema.hasAny("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            throw schema.problem("minimum and maximum of numbers are supported for type integer alone; take integer, or"
                    + " leave them out and check the answer yourself.");
        }
        return JsonTexts.NUMBER;
    }

    static Expression integer(JsonSchema schema) {
        long least = -MOST_INTEGER;
        long most = MOST_INTEGER;
        least = schema.has("minimum") ? Math.max(least, schema.whole("minimum")) : least;
        most = schema.has("maximum") ? Math.min(most, schema.whole("maximum")) : most;
        least = schema.has("exclusiveMinimum") ? Math.max(least, schema.whole("exclusiveMinimum") + 1) : least;
        most = schema.has("exclusiveMaximum") ? Math.min(most, schema.whole("exclusiveMaximum") - 1) : most;
        if (least > most) {
            throw schema.problem("no integer of at most 15 digits is from minimum to maximum.");
        }
        boolean bounded = least > -MOST_INTEGER || most < MOST_INTEGER;
        return bounded ? new IntegerRange(least, most).texts() : JsonTexts.INTEGER;
    }
}
