package dev.jformers.chat.template;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Filters that make numbers. */
final class NumberFilters {

    private NumberFilters() {}

    static Object toInt(Object value, Object otherwise) {
        if (value instanceof Double number) {
            return number.longValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        if (value instanceof Long) {
            return value;
        }
        String text = value instanceof String given ? given.strip() : "";
        if (text.matches("[+-]?[0-9]{1,18}")) {
            return Long.valueOf(text);
        }
        Object real = toFloat(text, None.NONE);
        return real instanceof Double number ? (Object) number.longValue() : otherwise;
    }

    static Object toFloat(Object value, Object otherwise) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        String text = value instanceof String given ? given.strip() : "";
        return text.matches("[+-]?([0-9]{1,300}(\\.[0-9]{0,300})?|\\.[0-9]{1,300})([eE][+-]?[0-9]{1,3})?")
                ? (Object) Double.valueOf(text)
                : otherwise;
    }

    static Object round(Object value, Arguments given) {
        int precision = Values.requireInt(given.get(0, "precision", 0L), "precision");
        String method = Values.text(given.get(1, "method", "common"));
        RoundingMode mode = switch (method) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new TemplateError("round knows common, ceil and floor, not " + method);
        };
        if (!(toFloat(value, None.NONE) instanceof Double number) || Math.abs(precision) > 300) {
            throw new TemplateError("a " + Values.typeName(value) + " cannot be rounded");
        }
        return new BigDecimal(number).setScale(precision, mode).doubleValue();
    }
}
