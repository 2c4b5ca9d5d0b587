package dev.jformers.generation.constraint;

import java.math.BigDecimal;
import java.math.RoundingMode;
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
        String label = "[a-z]([a-z0-9]{0,12}(-[a-z0-9]{1,6})?)";
        String host = "(" + label + "\\.){1,4}[a-z]{2,8}";
        String part = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        return Map.of(
                "date",
                date,
                "time",
                time,
                "date-time",
                date + "T" + time,
                "duration",
                "P([1-9][0-9]{0,3}D(T[1-9][0-9]?H)?|T[1-9][0-9]{0,3}[HMS]|[1-9][0-9]{0,2}W)",
                "uuid",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "hostname",
                host,
                "email",
                "[A-Za-z0-9][A-Za-z0-9_+-]{0,30}(\\.[A-Za-z0-9]{1,10}){0,2}@" + host,
                "ipv4",
                part + "(\\." + part + "){3}",
                "ipv6",
                "[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}",
                "uri",
                "https?://" + host + "(/[A-Za-z0-9._~-]{0,40}){0,8}");
    }

    private static String format(JsonSchema schema) {
        String pattern = FORMATS.get(schema.text("format"));
        if (pattern == null) {
            throw schema.problem("format " + schema.text("format") + " is not supported; give a pattern instead."
                    + " Supported are "
                    + String.join(", ", FORMATS.keySet().stream().sorted().toList()) + ".");
        }
        return "^(?:" + pattern + ")$";
    }

    static Expression number(JsonSchema schema) {
        if (!schema.hasAny("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            return JsonTexts.NUMBER;
        }
        BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", BigDecimal.ONE);
        BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", BigDecimal.ONE.negate());
        if (least.compareTo(most) > 0) {
            throw schema.problem("no number of at most 15 digits is from minimum to maximum.");
        }
        return new NumberRange(least, most).texts();
    }

    /** The bound itself, or what is next to one that is excluded: a thousandth of its last digit away. */
    private static BigDecimal bound(JsonSchema schema, String key, String exclusive, BigDecimal inwards) {
        BigDecimal most = BigDecimal.valueOf(MOST_INTEGER);
        BigDecimal bound = inwards.signum() > 0 ? most.negate() : most;
        if (schema.has(key)) {
            bound = schema.number(key);
        }
        if (schema.has(exclusive)) {
            BigDecimal excluded = schema.number(exclusive);
            BigDecimal next = excluded.add(inwards.movePointLeft(Math.max(0, excluded.scale()) + 3));
            boolean narrower = next.compareTo(bound) * inwards.signum() > 0;
            bound = narrower ? next : bound;
        }
        return bound.min(most).max(most.negate());
    }

    static Expression integer(JsonSchema schema) {
        long least = -MOST_INTEGER;
        long most = MOST_INTEGER;
        least = schema.has("minimum") ? Math.max(least, rounded(schema, "minimum", RoundingMode.CEILING)) : least;
        most = schema.has("maximum") ? Math.min(most, rounded(schema, "maximum", RoundingMode.FLOOR)) : most;
        least = schema.has("exclusiveMinimum")
                ? Math.max(least, rounded(schema, "exclusiveMinimum", RoundingMode.FLOOR) + 1)
                : least;
        most = schema.has("exclusiveMaximum")
                ? Math.min(most, rounded(schema, "exclusiveMaximum", RoundingMode.CEILING) - 1)
                : most;
        if (least > most) {
            throw schema.problem("no integer of at most 15 digits is from minimum to maximum.");
        }
        boolean bounded = least > -MOST_INTEGER || most < MOST_INTEGER;
        return bounded ? new IntegerRange(least, most).texts() : JsonTexts.INTEGER;
    }

    private static long rounded(JsonSchema schema, String key, RoundingMode mode) {
        BigDecimal most = BigDecimal.valueOf(MOST_INTEGER + 1);
        return schema.number(key).min(most).max(most.negate()).setScale(0, mode).longValueExact();
    }
}
