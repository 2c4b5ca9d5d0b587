package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings schemas into a form without {@code allOf} and {@code $ref} at their top, in which a choice stands alone: what stands beside a
 * choice is put into each of its schemas.
 *
 * @param references what {@code $ref} may name
 */
record FlatSchemas(SchemaReferences references) {

    private static final int DEEPEST = 64;
    private static final List<String> CHOICES = List.of("anyOf", "oneOf");

    /**
     * @return an object, or true or false
     * @throws dev.jformers.InvalidInputException if it cannot be brought into this form
     */
    JsonElement flat(JsonElement schema, String where) {
        return flat(schema, where, 0);
    }

    private JsonElement flat(JsonElement schema, String where, int depth) {
        JsonSchema keywords = JsonSchema.of(schema, where);
        if (!(schema instanceof JsonObject json)) {
            return schema;
        }
        if (depth > DEEPEST) {
            throw keywords.problem("it refers to itself and asks for nothing between; leave the circle out.");
        }
        JsonElement plain = new JsonPrimitive(true);
        List<JsonObject> choices = new ArrayList<>();
        for (JsonElement part : parts(json, keywords, depth)) {
            if (part instanceof JsonObject object && CHOICES.stream().anyMatch(object::has)) {
                choices.add(object);
            } else {
                plain = new SchemaMerge(where).both(plain, part);
            }
        }
        return choices.isEmpty() ? plain : distributed(choices, plain);
    }

    /** What must hold together: plain keywords and single choices. */
    private List<JsonElement> parts(JsonObject json, JsonSchema keywords, int depth) {
        List<JsonElement> parts = new ArrayList<>();
        JsonObject own = new JsonObject();
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            if (CHOICES.contains(entry.getKey())) {
                keywords.list(entry.getKey());
                JsonObject choice = new JsonObject();
                choice.add(entry.getKey(), entry.getValue());
                parts.add(choice);
            } else if (!List.of("$ref", "allOf").contains(entry.getKey())) {
                own.add(entry.getKey(), entry.getValue());
            }
        }
        parts.add(0, own);
        if (json.has("$ref")) {
            parts.add(flat(references.target(keywords), keywords.text("$ref"), depth + 1));
        }
        List<JsonElement> all = json.has("allOf") ? keywords.list("allOf") : List.of();
        for (int i = 0; i < all.size(); i++) {
            parts.add(flat(all.get(i), keywords.where() + "/allOf/" + i, depth + 1));
        }
        return parts;
    }

    private static JsonElement distributed(List<JsonObject> choices, JsonElement plain) {
        JsonObject first = choices.get(0);
        String key = CHOICES.stream().filter(first::has).findFirst().orElseThrow();
        boolean alone = choices.size() == 1 && JsonKeywords.saysNothing(plain);
        JsonArray options = new JsonArray();
        for (JsonElement option : first.getAsJsonArray(key)) {
            JsonElement whole = alone ? option : SchemaMerge.all(plain, option);
            for (JsonObject other : choices.subList(1, choices.size())) {
                whole = SchemaMerge.all(whole, other);
            }
            options.add(whole);
        }
        JsonObject choice = new JsonObject();
        choice.add(key, options);
        return choice;
    }
}
