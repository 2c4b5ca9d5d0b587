package dev.jformers.generation.constraint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.NearMiss;
import java.util.Map;
import java.util.Set;

/** The keywords of JSON Schema: those that an automaton holds, and what to do instead of others. */
final class JsonKeywords {

    /** Keywords that say nothing of values, or hold what others refer to. */
    private static final Set<String> SILENT = Set.of(
            "$comment",
            "$defs",
            "$id",
            "$schema",
            "default",
            "definitions",
            "deprecated",
            "description",
            "example",
            "examples",
            "readOnly",
            "title",
            "writeOnly");

    private static final Set<String> SUPPORTED = Set.of(
            "$ref",
            "additionalProperties",
            "allOf",
            "anyOf",
            "const",
            "enum",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "format",
            "items",
            "maxItems",
            "maxLength",
            "maximum",
            "minItems",
            "minLength",
            "minimum",
            "oneOf",
            "pattern",
            "prefixItems",
            "properties",
            "required",
            "type");

    /** What to do instead of keywords that no automaton holds. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("additionalItems", "give the first items as prefixItems, and the schema of the others as items"),
            Map.entry("contains", "say what all items are by items"),
            Map.entry("dependentRequired", "write an anyOf of one schema with the properties and one without"),
            Map.entry("else", "write an anyOf of both cases"),
            Map.entry("if", "write an anyOf of both cases"),
            Map.entry("maxProperties", "name the properties that there may be"),
            Map.entry("minProperties", "name the properties that there must be by required"),
            Map.entry("multipleOf", "give the values as enum, or take a smaller unit and type integer"),
            Map.entry("not", "say what is allowed, by enum, pattern or anyOf"),
            Map.entry("nullable", "write type as a list, such as [\"string\", \"null\"]"),
            Map.entry("patternProperties", "name the properties that there may be"),
            Map.entry("propertyNames", "name the properties that there may be"),
            Map.entry("then", "write an anyOf of both cases"),
            Map.entry("unevaluatedItems", "set items to false"),
            Map.entry("unevaluatedProperties", "set additionalProperties to false where the properties are"),
            Map.entry("uniqueItems", "leave it out and drop what comes twice yourself"));

    private JsonKeywords() {}

    /** Requires that a keyword is supported. */
    static void check(String key, JsonSchema schema) {
        if (INSTEAD.containsKey(key)) {
            throw schema.problem("the keyword " + key + " is not supported; " + INSTEAD.get(key) + ".");
        }
        if (!SUPPORTED.contains(key) && !SILENT.contains(key)) {
            String others = "; leave it out and check the answer yourself. Supported are "
                    + String.join(", ", SUPPORTED.stream().sorted().toList()) + ".";
            throw schema.problem("the keyword " + key + " is not supported" + NearMiss.hintOr(key, SUPPORTED, others));
        }
    }

    /** Whether a keyword says nothing of values. */
    static boolean isSilent(String key) {
        return SILENT.contains(key);
    }

    /** Whether a schema leaves all values valid. */
    static boolean saysNothing(JsonElement schema) {
        return schema instanceof JsonObject json ? SILENT.containsAll(json.keySet()) : schema.getAsBoolean();
    }
}
