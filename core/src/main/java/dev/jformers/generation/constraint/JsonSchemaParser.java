package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a JSON schema into the grammar of what is valid by it. */
final class JsonSchemaParser {

    private static final String ROOT = "#";
    private static final String ANY = "any value";
    private static final String STRING = JsonScalars.ANY_STRING;

    private final JsonObject root;
    private final Map<String, Expression> rules = new LinkedHashMap<>();

    private JsonSchemaParser(JsonObject root) {
        this.root = root;
    }

    static Grammar parse(JsonObject schema) {
        JsonSchemaParser parser = new JsonSchemaParser(schema);
        parser.rules.put(STRING, JsonTexts.string(0, Integer.MAX_VALUE));
        parser.rules.put(ANY, anyValue());
        return new Grammar(parser.value(schema, ROOT), parser.rules);
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
        if (schema instanceof JsonPrimitive truth && truth.isBoolean()) {
            return truth.getAsBoolean() ? new Expression.Call(ANY) : new Expression.Choice(List.of());
        }
        JsonSchema keywords = new JsonSchema(schema instanceof JsonObject object ? object : new JsonObject(), where);
        if (!(schema instanceof JsonObject)) {
            throw keywords.problem("a schema must be an object, true or false, but is " + schema + ".");
        }
        keywords.check();
        return value(keywords);
    }

    private Expression value(JsonSchema schema) {
        if (schema.has("$ref")) {
            schema.requireAlone("$ref");
            return reference(schema);
        }
        for (String key : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(key)) {
                schema.requireAlone(key);
                return options(schema, key);
            }
        }
        if (schema.has("const")) {
            schema.requireAlone("const", "type");
            return literals(schema, List.of(schema.json().get("const")));
        }
        if (schema.has("enum")) {
            schema.requireAlone("enum", "type");
            return literals(schema, schema.list("enum"));
        }
        return new Expression.Choice(
                types(schema).stream().map(type -> typed(schema, type)).toList());
    }

    /** Of a choice of schemas; {@code allOf} has a choice of one, as generators of schemas write it. */
    private Expression options(JsonSchema schema, String key) {
        List<JsonElement> schemas = schema.list(key);
        if (key.equals("allOf") && schemas.size() > 1) {
            throw schema.problem("allOf of more than one schema is not supported; write one schema that says it all.");
        }
        List<Expression> options = new ArrayList<>();
        for (JsonElement option : schemas) {
            options.add(value(option, schema.where() + "/" + key + "/" + options.size()));
        }
        return new Expression.Choice(options);
    }

    private Expression reference(JsonSchema schema) {
        String pointer = schema.text("$ref");
        if (!rules.containsKey(pointer)) {
            JsonElement target = target(schema, pointer);
            rules.put(pointer, Expression.EMPTY);
            rules.put(pointer, value(target, pointer));
        }
        return new Expression.Call(pointer);
    }

    private JsonElement target(JsonSchema schema, String pointer) {
        JsonElement target = root;
        if (!pointer.equals(ROOT) && !pointer.startsWith(ROOT + "/")) {
            throw schema.problem("$ref is " + pointer + " but only places in the same schema are supported, such as"
                    + " #/$defs/name.");
        }
        for (String part : pointer.substring(1).split("/", -1)) {
            String name = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace("~1", "/")
                    .replace("~0", "~");
            if (!part.isEmpty()) {
                target = child(target, name);
            }
            if (target == null) {
                throw schema.problem("$ref is " + pointer + ", which is not there.");
            }
        }
        return target;
    }

    private static @Nullable JsonElement child(JsonElement parent, String name) {
        if (parent instanceof JsonArray list) {
            boolean place = name.matches("[0-9]{1,4}") && Integer.parseInt(name) < list.size();
            return place ? list.get(Integer.parseInt(name)) : null;
        }
        return parent instanceof JsonObject object ? object.get(name) : null;
    }

    private static Expression literals(JsonSchema schema, List<JsonElement> values) {
        List<String> types = schema.types();
        return new Expression.Choice(values.stream()
                .filter(value -> types.isEmpty() || types.stream().anyMatch(type -> isOf(type, value)))
                .map(JsonTexts::value)
                .toList());
    }

    private static boolean isOf(String type, JsonElement value) {
        return switch (type) {
            case "array" -> value.isJsonArray();
            case "object" -> value.isJsonObject();
            case "null" -> value.isJsonNull();
            case "string" -> value instanceof JsonPrimitive text && text.isString();
            case "boolean" -> value instanceof JsonPrimitive truth && truth.isBoolean();
            case "integer" ->
                value instanceof JsonPrimitive number
                        && number.isNumber()
                        && number.getAsBigDecimal().stripTrailingZeros().scale() <= 0;
            default -> value instanceof JsonPrimitive number && number.isNumber();
        };
    }

    /** The types that are named, or the one whose keywords are there. */
    private static List<String> types(JsonSchema schema) {
        if (schema.has("type")) {
            return schema.types();
        }
        if (schema.hasAny("properties", "required", "additionalProperties")) {
            return List.of("object");
        }
        if (schema.hasAny("items", "minItems", "maxItems")) {
            return List.of("array");
        }
        if (schema.hasAny("pattern", "minLength", "maxLength", "format")) {
            return List.of("string");
        }
        return schema.hasAny("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
                ? List.of("number")
                : List.of("any");
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
        int most = schema.most("minItems", "maxItems");
        return JsonTexts.array(value(items, schema.where() + "/items"), schema.count("minItems", 0), most);
    }

    private Expression object(JsonSchema schema) {
        Map<String, JsonElement> properties = schema.properties();
        JsonElement others = schema.has("additionalProperties")
                ? schema.json().get("additionalProperties")
                : new JsonPrimitive(true);
        Set<String> names = new LinkedHashSet<>(properties.keySet());
        names.addAll(schema.required());
        if (names.isEmpty() && !others.equals(new JsonPrimitive(false))) {
            Expression value = value(others, schema.where() + "/additionalProperties");
            return JsonTexts.object(new Expression.Call(STRING), value);
        }
        if (!names.isEmpty() && others instanceof JsonObject) {
            throw schema.problem("a schema for additionalProperties beside properties or required is not supported; set"
                    + " it to false.");
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
