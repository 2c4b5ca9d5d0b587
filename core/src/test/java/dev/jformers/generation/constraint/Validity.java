package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Whether values are valid by a JSON schema, as the standard says it of the keywords that the tests use.
 *
 * @param root what references begin at
 */
record Validity(JsonObject root) {

    boolean of(JsonElement schema, JsonElement value) {
        if (!(schema instanceof JsonObject json)) {
            return schema.getAsBoolean();
        }
        return json.entrySet().stream().allMatch(entry -> keyword(entry.getKey(), entry.getValue(), json, value));
    }

    private boolean keyword(String key, JsonElement says, JsonObject schema, JsonElement value) {
        return switch (key) {
            case "type" ->
                says instanceof JsonArray types
                        ? types.asList().stream().anyMatch(type -> isOf(type.getAsString(), value))
                        : isOf(says.getAsString(), value);
            case "const" -> says.equals(value);
            case "enum" -> says.getAsJsonArray().contains(value);
            case "anyOf" -> count(says, value) > 0;
            case "oneOf" -> count(says, value) == 1;
            case "allOf" -> count(says, value) == says.getAsJsonArray().size();
            case "$ref" -> of(target(says.getAsString()), value);
            case "properties" ->
                !(value instanceof JsonObject object)
                        || says.getAsJsonObject().entrySet().stream()
                                .allMatch(one ->
                                        !object.has(one.getKey()) || of(one.getValue(), object.get(one.getKey())));
            case "required" ->
                !(value instanceof JsonObject object)
                        || says.getAsJsonArray().asList().stream().allMatch(name -> object.has(name.getAsString()));
            case "additionalProperties" ->
                !(value instanceof JsonObject object)
                        || object.keySet().stream()
                                .allMatch(name ->
                                        schema.getAsJsonObject("properties").has(name) || of(says, object.get(name)));
            case "items" ->
                !(value instanceof JsonArray array) || array.asList().stream().allMatch(item -> of(says, item));
            case "minItems" -> !(value instanceof JsonArray array) || array.size() >= says.getAsInt();
            case "maxItems" -> !(value instanceof JsonArray array) || array.size() <= says.getAsInt();
            case "minLength" -> !isOf("string", value) || length(value) >= says.getAsInt();
            case "maxLength" -> !isOf("string", value) || length(value) <= says.getAsInt();
            case "pattern" ->
                !isOf("string", value)
                        || Pattern.compile(says.getAsString())
                                .matcher(value.getAsString())
                                .find();
            case "format" -> OffsetDateTime.parse(value.getAsString()).getYear() >= 0;
            case "minimum" -> compared(value, says) >= 0;
            case "maximum" -> compared(value, says) <= 0;
            case "exclusiveMinimum" -> compared(value, says) > 0;
            case "$defs", "title" -> true;
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static int compared(JsonElement value, JsonElement bound) {
        return value.getAsBigDecimal().compareTo(bound.getAsBigDecimal());
    }

    private static int length(JsonElement value) {
        return value.getAsString().codePointCount(0, value.getAsString().length());
    }

    private long count(JsonElement schemas, JsonElement value) {
        return StreamSupport.stream(schemas.getAsJsonArray().spliterator(), false)
                .filter(schema -> of(schema, value))
                .count();
    }

    private JsonElement target(String pointer) {
        JsonElement target = root;
        for (String part : List.of(pointer.split("/", -1)).subList(1, pointer.split("/", -1).length)) {
            target = target.getAsJsonObject().get(part);
        }
        return target;
    }

    private static boolean isOf(String type, JsonElement value) {
        return switch (type) {
            case "array" -> value.isJsonArray();
            case "object" -> value.isJsonObject();
            case "null" -> value.isJsonNull();
            case "string" -> value instanceof JsonPrimitive text && text.isString();
            case "boolean" -> value instanceof JsonPrimitive truth && truth.isBoolean();
            case "number" -> value instanceof JsonPrimitive number && number.isNumber();
            default ->
                value instanceof JsonPrimitive number
                        && number.isNumber()
                        && number.getAsBigDecimal().remainder(BigDecimal.ONE).signum() == 0;
        };
    }
}
