package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.stream.IntStream;

/** Values as JSON Schema compares them. */
final class JsonLiterals {

    private JsonLiterals() {}

    /** Whether two are the same: numbers by what they are worth, however they are written. */
    static boolean same(JsonElement one, JsonElement other) {
        if (one instanceof JsonArray left && other instanceof JsonArray right) {
            return left.size() == right.size()
                    && IntStream.range(0, left.size()).allMatch(i -> same(left.get(i), right.get(i)));
        }
        if (one instanceof JsonObject left && other instanceof JsonObject right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(key -> same(left.get(key), right.get(key)));
        }
        boolean numbers = isNumber(one) && isNumber(other);
        return numbers ? one.getAsBigDecimal().compareTo(other.getAsBigDecimal()) == 0 : one.equals(other);
    }

    private static boolean isNumber(JsonElement value) {
        return value instanceof JsonPrimitive number && number.isNumber();
    }

    /** Whether a value has a type, by JSON Schema's name. */
    static boolean isOf(String type, JsonElement value) {
        return switch (type) {
            case "array" -> value.isJsonArray();
            case "object" -> value.isJsonObject();
            case "null" -> value.isJsonNull();
            case "string" -> value instanceof JsonPrimitive text && text.isString();
            case "boolean" -> value instanceof JsonPrimitive truth && truth.isBoolean();
            case "integer" ->
                isNumber(value) && value.getAsBigDecimal().stripTrailingZeros().scale() <= 0;
            default -> isNumber(value);
        };
    }
}
