package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Whether what is written by one schema is never valid by another, as far as types, values, bounds and properties tell.
 *
 * @param schemas brings both into a form that can be compared
 */
record Exclusion(FlatSchemas schemas, String where) {

    private static final int DEEPEST = 16;

    boolean excludes(JsonElement written, JsonElement other) {
        return excludes(written, other, 0);
    }

    private boolean excludes(JsonElement writing, JsonElement judging, int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        JsonElement one = schemas.flat(writing, where);
        JsonElement other = schemas.flat(judging, where);
        if (!(one instanceof JsonObject written) || !(other instanceof JsonObject judge)) {
            return one.equals(new JsonPrimitive(false)) || other.equals(new JsonPrimitive(false));
        }
        for (String key : List.of("anyOf", "oneOf")) {
            if (written.has(key)) {
                return all(written.getAsJsonArray(key), option -> excludes(option, judge, depth + 1));
            }
            if (judge.has(key)) {
                return all(judge.getAsJsonArray(key), option -> excludes(written, option, depth + 1));
            }
        }
        JsonSchema first = new JsonSchema(written, where);
        JsonSchema second = new JsonSchema(judge, where);
        return first.isListed() ? noneIsValid(first, second) : differ(first, second, depth);
    }

    private static boolean all(JsonArray options, Predicate<JsonElement> test) {
        return StreamSupport.stream(options.spliterator(), false).allMatch(test);
    }

    private static boolean noneIsValid(JsonSchema written, JsonSchema judge) {
        List<JsonElement> allowed = judge.literals();
        return written.literals().stream()
                .noneMatch(value -> !judge.isListed()
                        ? judge.types().isEmpty()
                                || judge.types().stream().anyMatch(type -> JsonLiterals.isOf(type, value))
                        : allowed.stream().anyMatch(same -> JsonLiterals.same(value, same)));
    }

    private boolean differ(JsonSchema written, JsonSchema judge, int depth) {
        Set<String> common = new LinkedHashSet<>(written.writtenTypes());
        if (common.contains("any")) {
            return false;
        }
        List<String> types = judge.types();
        if (judge.isListed()) {
            return judge.literals().stream()
                    .noneMatch(value -> common.stream().anyMatch(type -> JsonLiterals.isOf(type, value)));
        }
        common.removeIf(type -> !types.isEmpty() && !types.contains(type) && !overlap(type, types));
        return common.stream().allMatch(type -> switch (type) {
            case "object" -> propertiesDiffer(written, judge, depth);
            case "array" -> apart("minItems", "maxItems", written, judge);
            case "string" -> apart("minLength", "maxLength", written, judge);
            case "integer", "number" -> apart("minimum", "maximum", written, judge);
            default -> false;
        });
    }

    private static boolean overlap(String type, List<String> types) {
        return types.contains(type.equals("integer") ? "number" : "integer")
                && List.of("integer", "number").contains(type);
    }

    private static boolean apart(String least, String most, JsonSchema one, JsonSchema other) {
        return above(least, one, most, other) || above(least, other, most, one);
    }

    private static boolean above(String least, JsonSchema high, String most, JsonSchema low) {
        return high.has(least) && low.has(most) && high.number(least).compareTo(low.number(most)) > 0;
    }

    private boolean propertiesDiffer(JsonSchema written, JsonSchema judge, int depth) {
        Set<String> names = written.names();
        boolean never = !names.isEmpty();
        boolean lacks = never && judge.required().stream().anyMatch(name -> !names.contains(name));
        boolean closed = new JsonPrimitive(false).equals(judge.json().get("additionalProperties"));
        return lacks
                || written.required().stream().anyMatch(name -> {
                    JsonElement said = judge.properties().get(name);
                    JsonElement own = written.properties().getOrDefault(name, new JsonPrimitive(true));
                    return said == null ? closed : excludes(own, said, depth + 1);
                });
    }
}
