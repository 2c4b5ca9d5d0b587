package dev.jformers.chat.template;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Python says of values: whether they are true, how they are written, what they hold. */
final class Values {

    private static final Map<Class<?>, String> NAMES = Map.of(
            String.class, "text",
            Long.class, "whole number",
            Double.class, "number",
            Boolean.class, "truth value",
            None.class, "None",
            Namespace.class, "namespace",
            LoopState.class, "loop");

    private Values() {}

    static Object of(JsonElement json) {
        if (json instanceof JsonObject object) {
            Map<String, Object> map = new LinkedHashMap<>();
            object.asMap().forEach((key, value) -> map.put(key, of(value)));
            return Collections.unmodifiableMap(map);
        }
        if (json instanceof JsonArray array) {
            return array.asList().stream().map(Values::of).toList();
        }
        if (!(json instanceof JsonPrimitive primitive)) {
            return None.NONE;
        }
        if (primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        String text = primitive.getAsString();
        if (primitive.isString()) {
            return text;
        }
        return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
    }

    static boolean isTrue(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return !(value instanceof None || value instanceof Undefined);
    }

    /** As {@code str}. */
    static String text(Object value) {
        return value instanceof String text ? text : value instanceof Undefined ? "" : quoted(value);
    }

    /** As {@code repr}. */
    static String quoted(Object value) {
        if (value instanceof String text) {
            return PythonText.quoted(text);
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof None) {
            return "None";
        }
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(Values::quoted).toList()).transform(items -> "[" + items + "]");
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, item) -> entries.add(quoted(key) + ": " + quoted(item)));
            return "{" + String.join(", ", entries) + "}";
        }
        if (value instanceof Long) {
            return value.toString();
        }
        throw new TemplateError("a " + typeName(value) + " cannot be written out");
    }

    /** As Python writes a floating-point number. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size == 0 || (size >= 1e-4 && size < 1e16)) {
            String plain = new BigDecimal(Double.toString(value)).toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String[] parts = Double.toString(value).split("E", -1);
        int exponent = Integer.parseInt(parts[1]);
        String digits = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
        return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** What a loop goes over. */
    static List<Object> items(Object value) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.keySet());
        }
        if (value instanceof String text) {
            return text.codePoints()
                    .mapToObj(Character::toString)
                    .map(Object.class::cast)
                    .toList();
        }
        if (value instanceof Undefined) {
            return List.of();
        }
        throw new TemplateError("a " + typeName(value) + " holds nothing to go over");
    }

    static int length(Object value) {
        return value instanceof String text
                ? text.codePointCount(0, text.length())
                : items(value).size();
    }

    static String requireText(Object value, String name) {
        if (value instanceof String text) {
            return text;
        }
        throw new TemplateError(name + " must be a text but is a " + typeName(value));
    }

    static int requireInt(Object value, String name) {
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw new TemplateError(name + " must be a whole number but is a " + typeName(value));
    }

    /** For messages. */
    static String typeName(Object value) {
        if (value instanceof Undefined undefined) {
            return "value that is not there (" + undefined.hint() + ")";
        }
        if (value instanceof Callable) {
            return "function";
        }
        if (value instanceof List) {
            return "list";
        }
        if (value instanceof Map) {
            return "mapping";
        }
        return NAMES.getOrDefault(value.getClass(), "value of another kind");
    }
}
