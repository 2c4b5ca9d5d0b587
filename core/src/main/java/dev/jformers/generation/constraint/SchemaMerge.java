package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one schema of two that must both hold, keyword by keyword.
 *
 * @param where what messages call the place
 */
record SchemaMerge(String where) {

    private static final JsonPrimitive NOTHING = new JsonPrimitive(false);

    /** A schema for what is valid by both; neither has a choice or a reference outside its parts. */
    JsonElement both(JsonElement one, JsonElement other) {
        if (!(one instanceof JsonObject first) || !(other instanceof JsonObject second)) {
            JsonElement truth = one instanceof JsonObject ? other : one;
            return truth.equals(NOTHING) ? NOTHING : truth == one ? other : one;
        }
        JsonObject merged = first.deepCopy();
        close(merged, second);
        for (String key : second.keySet()) {
            JsonElement value = second.get(key);
            JsonElement joined = merged.has(key) ? joined(key, merged.get(key), value) : value;
            if (joined.equals(NOTHING) && Set.of("type", "const", "enum").contains(key)) {
                return NOTHING;
            }
            merged.add(key, joined);
        }
        return merged;
    }

    private JsonElement joined(String key, JsonElement one, JsonElement other) {
        return switch (key) {
            case "minimum", "exclusiveMinimum", "minItems", "minLength" -> extreme(key, one, other, 1);
            case "maximum", "exclusiveMaximum", "maxItems", "maxLength" -> extreme(key, one, other, -1);
            case "required" -> union(list(one), list(other));
            case "type" -> types(list(one), list(other));
            case "enum" -> literals(list(one), list(other));
            case "const" -> JsonLiterals.same(one, other) ? one : NOTHING;
            case "properties" -> properties(one.getAsJsonObject(), other.getAsJsonObject());
            case "items", "additionalProperties" -> all(one, other);
            default -> {
                if (!one.equals(other) && !JsonKeywords.isSilent(key)) {
                    throw new JsonSchema(new JsonObject(), where)
                            .problem(key + " is given twice, as " + one + " and as " + other
                                    + ", which cannot be joined; write one that says both.");
                }
                yield one;
            }
        };
    }

    /** Where one part allows no other properties than its own, those of the other part are never there. */
    private static void close(JsonObject one, JsonObject other) {
        closeBy(one, other);
        closeBy(other, one);
    }

    private static void closeBy(JsonObject closed, JsonObject open) {
        boolean only = NOTHING.equals(closed.get("additionalProperties"));
        if (only && open.get("properties") instanceof JsonObject named) {
            JsonObject own = closed.get("properties") instanceof JsonObject properties ? properties : new JsonObject();
            JsonObject left = own.deepCopy();
            named.keySet().stream().filter(name -> !own.has(name)).forEach(name -> left.add(name, NOTHING));
            closed.add("properties", left);
        }
    }

    private JsonElement extreme(String key, JsonElement one, JsonElement other, int sign) {
        JsonSchema numbers = new JsonSchema(new JsonObject(), where);
        numbers.json().add(key, one);
        BigDecimal first = numbers.number(key);
        numbers.json().add(key, other);
        return first.compareTo(numbers.number(key)) * sign >= 0 ? one : other;
    }

    private static List<JsonElement> list(JsonElement value) {
        return value instanceof JsonArray many ? many.asList() : List.of(value);
    }

    private static JsonArray union(List<JsonElement> one, List<JsonElement> other) {
        Set<JsonElement> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return array(List.copyOf(all));
    }

    private static JsonArray array(List<JsonElement> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static JsonElement types(List<JsonElement> one, List<JsonElement> other) {
        JsonPrimitive whole = new JsonPrimitive("integer");
        JsonPrimitive number = new JsonPrimitive("number");
        Set<JsonElement> common = new LinkedHashSet<>(one);
        common.retainAll(other);
        boolean narrower =
                (one.contains(whole) && other.contains(number)) || (one.contains(number) && other.contains(whole));
        if (narrower && !common.contains(number)) {
            common.add(whole);
        }
        return common.isEmpty() ? NOTHING : array(List.copyOf(common));
    }

    private static JsonElement literals(List<JsonElement> one, List<JsonElement> other) {
        List<JsonElement> common = one.stream()
                .filter(value -> other.stream().anyMatch(same -> JsonLiterals.same(value, same)))
                .toList();
        return common.isEmpty() ? NOTHING : array(common);
    }

    private static JsonObject properties(JsonObject one, JsonObject other) {
        JsonObject merged = one.deepCopy();
        other.asMap()
                .forEach((name, schema) -> merged.add(name, merged.has(name) ? all(merged.get(name), schema) : schema));
        return merged;
    }

    /** A schema that says that both hold. */
    static JsonElement all(JsonElement one, JsonElement other) {
        if (one.equals(other)) {
            return one;
        }
        JsonObject all = new JsonObject();
        all.add("allOf", array(List.of(one, other)));
        return all;
    }
}
