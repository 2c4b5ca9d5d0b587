package dev.jformers.generation.constraint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Turns a JSON schema into the grammar of what is valid by it. */
final class JsonSchemaParser {

    private static final Expression NOTHING = new Expression.Choice(List.of());
    private static final String ANY = "any value";
    private static final String STRING = JsonScalars.ANY_STRING;

    private final SchemaReferences references;
    private final FlatSchemas flatSchemas;
    private final Map<String, Expression> rules = new LinkedHashMap<>();

    private JsonSchemaParser(JsonObject root) {
        this.references = new SchemaReferences(root);
        this.flatSchemas = new FlatSchemas(references);
    }

    static Grammar parse(JsonObject schema) {
        JsonSchemaParser parser = new JsonSchemaParser(schema);
        parser.rules.put(STRING, JsonTexts.string(0, Integer.MAX_VALUE));
        parser.rules.put(ANY, anyValue());
        return new Grammar(parser.value(schema, SchemaReferences.ROOT), parser.rules);
    }

    private static Expression anyValue() {
        Expression any = new Expression.Call(ANY);
        Expression string = new Expression.Call(STRING);
        return Expression.choice(
                string,
                JsonTexts.NUMBER,
                JsonTexts.BOOLEAN,
                JsonTexts.NULL,
                JsonTexts.array(any, 0, Integer.MAX_VALUE),
                JsonTexts.object(string, any));
    }

    private Expression value(JsonElement schema, String where) {
        JsonSchema keywords = JsonSchema.of(schema, where);
        if (!(schema instanceof JsonObject)) {
            return schema.getAsBoolean() ? new Expression.Call(ANY) : NOTHING;
        }
        if (keywords.has("$ref") && keywords.says("$ref")) {
            return rule(keywords.text("$ref"), () -> value(references.target(keywords), keywords.text("$ref")));
        }
        if (keywords.hasAny("$ref", "allOf", "anyOf", "oneOf")) {
            JsonElement flat = flatSchemas.flat(schema, where);
            return rule(flat.toString(), () -> flatValue(flat, where));
        }
        return flatValue(schema, where);
    }

    /** What has a name, so that it may be within itself. */
    private Expression rule(String name, Supplier<Expression> meaning) {
        if (!rules.containsKey(name)) {
            rules.put(name, Expression.EMPTY);
            rules.put(name, meaning.get());
        }
        return new Expression.Call(name);
    }

    private Expression flatValue(JsonElement flat, String where) {
        if (!(flat instanceof JsonObject json)) {
            return flat.getAsBoolean() ? new Expression.Call(ANY) : NOTHING;
        }
        JsonSchema schema = new JsonSchema(json, where);
        for (String key : List.of("anyOf", "oneOf")) {
            if (schema.has(key)) {
                return options(schema, key);
            }
        }
        if (schema.isListed()) {
            schema.requireAlone(schema.has("const") ? "const" : "enum", "const", "enum", "type");
            return new Expression.Choice(
                    schema.literals().stream().map(JsonTexts::value).toList());
        }
        return new Expression.Choice(
                schema.writtenTypes().stream().map(type -> typed(schema, type)).toList());
    }

    private Expression options(JsonSchema schema, String key) {
        List<JsonElement> schemas = schema.list(key);
        if (key.equals("oneOf")) {
            requireExclusion(schema, schemas);
        }
        List<Expression> options = new ArrayList<>();
        for (JsonElement option : schemas) {
            options.add(value(option, schema.where() + "/" + key + "/" + options.size()));
        }
        return new Expression.Choice(options);
    }

    private void requireExclusion(JsonSchema schema, List<JsonElement> options) {
        Exclusion exclusion = new Exclusion(flatSchemas, schema.where());
        for (int one = 0; one < options.size(); one++) {
            for (int other = 0; other < options.size(); other++) {
                if (one != other && !exclusion.excludes(options.get(one), options.get(other))) {
                    throw schema.problem("what oneOf/" + one + " allows may be valid by oneOf/" + other
                            + " too, as far as types, values, bounds and required properties tell; tell them apart by a"
                            + " required property with another const in each, or take anyOf.");
                }
            }
        }
    }

    private Expression typed(JsonSchema schema, String type) {
        return switch (type) {
            case "string" -> JsonScalars.string(schema);
            case "integer" -> JsonScalars.integer(schema);
            case "number" -> JsonScalars.number(schema);
            case "boolean" -> JsonTexts.BOOLEAN;
            case "null" -> JsonTexts.NULL;
            case "array" -> array(schema);
            case "object" -> object(schema);
            default -> new Expression.Call(ANY);
        };
    }

    private Expression array(JsonSchema schema) {
        JsonElement items = schema.has("items") ? schema.json().get("items") : new JsonPrimitive(true);
        int least = schema.count("minItems", 0);
        int most = schema.most("minItems", "maxItems");
        List<Expression> first = new ArrayList<>();
        for (JsonElement item : schema.has("prefixItems") ? schema.list("prefixItems") : List.<JsonElement>of()) {
            first.add(value(item, schema.where() + "/prefixItems/" + first.size()));
        }
        return JsonTexts.array(first, value(items, schema.where() + "/items"), least, most);
    }

    private Expression object(JsonSchema schema) {
        Map<String, JsonElement> properties = schema.properties();
        JsonElement others = schema.has("additionalProperties")
                ? schema.json().get("additionalProperties")
                : new JsonPrimitive(true);
        Set<String> names = schema.names();
        if (names.isEmpty() && !others.equals(new JsonPrimitive(false))) {
            Expression value = value(others, schema.where() + "/additionalProperties");
            return JsonTexts.object(new Expression.Call(STRING), value);
        }
        List<Expression.Member> members = new ArrayList<>();
        for (String name : names) {
            String where = schema.where() + "/properties/" + name;
            Expression value = value(properties.getOrDefault(name, others), where);
            Expression key = JsonTexts.value(new JsonPrimitive(name));
            members.add(new Expression.Member(
                    JsonTexts.property(key, value), schema.required().contains(name)));
        }
        return JsonTexts.object(members);
    }
}
