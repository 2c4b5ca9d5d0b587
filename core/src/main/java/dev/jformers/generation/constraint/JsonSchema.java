package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.WholeNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A schema, or one within another.
 *
 * @param json its keywords
 * @param where a pointer to it, from {@code #}
 */
record JsonSchema(JsonObject json, String where) {

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    /**
     * @throws InvalidInputException if it is no schema, or has keywords that are not supported
     */
    static JsonSchema of(JsonElement schema, String where) {
        JsonSchema keywords = new JsonSchema(schema instanceof JsonObject object ? object : new JsonObject(), where);
        boolean truth = schema instanceof JsonPrimitive primitive && primitive.isBoolean();
        if (!truth && !(schema instanceof JsonObject)) {
            throw keywords.problem("a schema must be an object, true or false, but is " + schema + ".");
        }
        keywords.json.keySet().forEach(key -> JsonKeywords.check(key, keywords));
        return keywords;
    }

    boolean has(String key) {
        return json.has(key);
    }

    boolean hasAny(String... keys) {
        return List.of(keys).stream().anyMatch(json::has);
    }

    /** Whether nothing but this keyword says something of values. */
    boolean says(String key) {
        return json.keySet().stream().allMatch(other -> other.equals(key) || JsonKeywords.isSilent(other));
    }

    /** Requires that no keyword stands beside this one that has a say, too, but those named. */
    void requireAlone(String key, String... others) {
        for (String other : json.keySet()) {
            if (!other.equals(key)
                    && !JsonKeywords.isSilent(other)
                    && !List.of(others).contains(other)) {
                throw problem(other + " beside " + key + " is not supported; write it into each of the schemas of "
                        + key + ", or leave one of the two out.");
            }
        }
    }

    /** The types that values may have; none if nothing says so. */
    List<String> types() {
        if (!json.has("type")) {
            return List.of();
        }
        List<JsonElement> named =
                json.get("type") instanceof JsonArray list ? list.asList() : List.of(json.get("type"));
        List<String> types = new ArrayList<>();
        for (JsonElement type : named) {
            if (!(type instanceof JsonPrimitive name) || !TYPES.contains(name.getAsString())) {
                throw problem("type is " + type + " but must be one of " + sorted(TYPES) + ", or a list of these.");
            }
            types.add(name.getAsString());
        }
        if (types.isEmpty()) {
            throw problem("type is an empty list; name at least one type.");
        }
        return types;
    }

    /** The types that are written: those that are named, or the one whose keywords are there. */
    List<String> writtenTypes() {
        if (has("type")) {
            return types();
        }
        if (hasAny("properties", "required", "additionalProperties")) {
            return List.of("object");
        }
        if (hasAny("items", "prefixItems", "minItems", "maxItems")) {
            return List.of("array");
        }
        if (hasAny("pattern", "minLength", "maxLength", "format")) {
            return List.of("string");
        }
        return hasAny("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
                ? List.of("number")
                : List.of("any");
    }

    /** Whether its values are listed. */
    boolean isListed() {
        return hasAny("const", "enum");
    }

    /** The values that {@code const} and {@code enum} leave, of the types that there may be; none where neither is there. */
    List<JsonElement> literals() {
        List<JsonElement> listed = has("enum") ? list("enum") : List.of();
        if (has("const")) {
            JsonElement only = json.get("const");
            boolean possible = !has("enum") || listed.stream().anyMatch(value -> JsonLiterals.same(value, only));
            listed = possible ? List.of(only) : List.of();
        }
        List<String> types = types();
        return listed.stream()
                .filter(value -> types.isEmpty() || types.stream().anyMatch(type -> JsonLiterals.isOf(type, value)))
                .toList();
    }

    /** The properties that an object may have which is written; none where nothing names any. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(properties().keySet());
        names.addAll(required());
        return names;
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    /** The values or schemas of a keyword that has a list. */
    List<JsonElement> list(String key) {
        if (json.get(key) instanceof JsonArray list && (!list.isEmpty() || key.equals("required"))) {
            return list.asList();
        }
        throw problem(key + " is " + json.get(key) + " but must be a list that is not empty.");
    }

    /** The schemas of {@code properties}, by name, in their order. */
    Map<String, JsonElement> properties() {
        if (!json.has("properties")) {
            return Map.of();
        }
        if (json.get("properties") instanceof JsonObject named) {
            return new LinkedHashMap<>(named.asMap());
        }
        throw problem("properties must be an object, a schema for each name.");
    }

    List<String> required() {
        return json.has("required") ? list("required").stream().map(this::name).toList() : List.of();
    }

    private String name(JsonElement element) {
        if (element instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw problem("required has " + element + " but must be a list of names.");
    }

    String text(String key) {
        if (json.get(key) instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw problem(key + " is " + json.get(key) + " but must be a text.");
    }

    /** A count, such as that of {@code minItems}. */
    int count(String key, int absent) {
        long count = json.has(key) ? whole(key) : absent;
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw problem(key + " is " + count + " but must be a whole number of at least 0.");
        }
        return (int) count;
    }

    /** The count of one keyword, which must not be below that of another. */
    int most(String least, String most) {
        int count = count(most, Integer.MAX_VALUE);
        if (count < count(least, 0)) {
            throw problem(most + " is " + count + " but must be at least " + least + " (" + count(least, 0) + ").");
        }
        return count;
    }

    BigDecimal number(String key) {
        try {
            BigDecimal number = new BigDecimal(json.get(key).getAsString());
            if (Math.abs(number.scale()) <= 15 && number.precision() <= 30) {
                return number;
            }
        } catch (IllegalStateException | NumberFormatException | UnsupportedOperationException e) {
            throw problem(key + " is " + json.get(key) + " but must be a number.");
        }
        throw problem(key + " is " + json.get(key) + " but must be a number of at most 15 digits.");
    }

    long whole(String key) {
        return WholeNumber.of(json.get(key))
                .orElseThrow(() -> problem(
                        key + " is " + json.get(key) + " but must be a whole number; of others it is not supported."));
    }

    InvalidInputException problem(String problem) {
        return new InvalidInputException("the JSON schema, at " + where + ": " + problem);
    }
}
