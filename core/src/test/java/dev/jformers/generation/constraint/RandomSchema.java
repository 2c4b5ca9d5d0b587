package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Schemas of all keywords that a constraint holds, drawn by a seed. */
final class RandomSchema {

    private static final List<String> NAMES = List.of("이름", "나이", "id", "주소 \"x\"", "tags", "값", "é", "next");
    /** Not email: the validator allows known top-level domains alone. */
    private static final List<String> FORMATS =
            List.of("date", "time", "date-time", "uuid", "hostname", "ipv4", "ipv6", "uri", "duration");

    private static final List<String> PATTERNS = List.of("^[가-힣]{2,4}$", "^(서울|부산)-[0-9]{3}$", "^a|b$", "^\\S{1,5}$");

    private final Random random;
    private final JsonObject definitions = new JsonObject();

    private RandomSchema(long seed) {
        random = new Random(seed);
    }

    static JsonObject of(long seed) {
        RandomSchema schema = new RandomSchema(seed);
        schema.definitions.add(
                "node",
                json(
                        "{'type':'object','properties':{'값':{'type':'integer','minimum':0,'maximum':9},'next':{'anyOf':"
                                + "[{'$ref':'#/$defs/node'},{'type':'null'}]}},'required':['값','next'],'additionalProperties':false}"));
        schema.definitions.add("base", schema.object(1));
        JsonObject root = schema.any(3).deepCopy();
        root.add("$defs", schema.definitions);
        return root;
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    private JsonObject any(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 7)) {
            case 0 -> string();
            case 1 -> integer();
            case 2 -> number();
            case 3 -> json(random.nextBoolean() ? "{'type':['boolean','null']}" : "{'type':'boolean'}");
            case 4 -> json("{'const':'한국 \\u0027" + random.nextInt(9) + "'}");
            case 5 -> json("{'enum':['하나',2,null,[1,'둘'],{'셋':3.5}]}");
            case 6 -> json("{'type':'integer','enum':[1,'a',2.0,3]}");
            case 7 -> array(depth);
            case 8, 9 -> object(depth);
            case 10 -> choice("anyOf", any(depth - 1), any(depth - 1));
            case 11 -> discriminated(depth);
            case 12 -> joined(depth);
            default -> json("{'$ref':'#/$defs/" + (random.nextBoolean() ? "node" : "base") + "'}");
        };
    }

    private JsonObject string() {
        return switch (random.nextInt(3)) {
            case 0 ->
                json("{'type':'string','minLength':" + random.nextInt(3) + ",'maxLength':" + (3 + random.nextInt(5))
                        + "}");
            case 1 -> {
                JsonObject pattern = json("{'type':'string'}");
                pattern.addProperty("pattern", PATTERNS.get(random.nextInt(PATTERNS.size())));
                yield pattern;
            }
            default -> json("{'type':'string','format':'" + FORMATS.get(random.nextInt(FORMATS.size())) + "'}");
        };
    }

    private JsonObject integer() {
        int low = random.nextInt(400) - 200;
        JsonObject bounds = json("{'type':'integer'}");
        bounds.addProperty(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low);
        bounds.addProperty(random.nextBoolean() ? "maximum" : "exclusiveMaximum", low + 2 + random.nextInt(300));
        return bounds;
    }

    private JsonObject number() {
        double low = (random.nextInt(4000) - 2000) / 100.0;
        JsonObject bounds = json("{'type':'number'}");
        bounds.addProperty(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low);
        bounds.addProperty(
                random.nextBoolean() ? "maximum" : "exclusiveMaximum",
                Math.round((low + 0.5 + random.nextInt(30)) * 100) / 100.0);
        return bounds;
    }

    private JsonObject array(int depth) {
        JsonObject array = json("{'type':'array'}");
        int given = random.nextInt(3);
        if (given > 0) {
            JsonArray first = new JsonArray();
            for (int i = 0; i < given; i++) {
                first.add(any(depth - 1));
            }
            array.add("prefixItems", first);
        }
        JsonElement items = random.nextInt(4) == 0 ? new JsonPrimitive(false) : any(depth - 1);
        array.add("items", items);
        int least = random.nextInt(items.isJsonObject() ? given + 2 : given + 1);
        array.addProperty("minItems", least);
        array.addProperty("maxItems", least + random.nextInt(3));
        return array;
    }

    private JsonObject object(int depth) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (String name : names.subList(0, 1 + random.nextInt(3))) {
            properties.add(name, any(depth - 1));
            if (random.nextBoolean()) {
                required.add(name);
            }
        }
        JsonObject object = json("{'type':'object'}");
        object.add("properties", properties);
        object.add("required", required);
        if (random.nextInt(3) > 0) {
            object.add("additionalProperties", random.nextBoolean() ? new JsonPrimitive(false) : string());
        }
        return object;
    }

    private static JsonObject choice(String key, JsonElement one, JsonElement other) {
        JsonArray options = new JsonArray();
        options.add(one);
        options.add(other);
        JsonObject choice = new JsonObject();
        choice.add(key, options);
        return choice;
    }

    private JsonObject discriminated(int depth) {
        JsonObject one = object(depth - 1);
        JsonObject other = object(depth - 1);
        one.getAsJsonObject("properties").add("종류", json("{'const':'갑'}"));
        other.getAsJsonObject("properties").add("종류", json("{'enum':['을','병']}"));
        one.getAsJsonArray("required").add("종류");
        other.getAsJsonArray("required").add("종류");
        return choice("oneOf", one, random.nextBoolean() ? other : json("{'type':'null'}"));
    }

    /** Two objects that must both hold, or one with a choice beside its properties. */
    private JsonObject joined(int depth) {
        JsonObject one = object(depth - 1);
        if (random.nextBoolean()) {
            JsonObject other =
                    json("{'properties':{'뒤':{'type':'integer','minimum':3,'maximum':30}},'required':['뒤']}");
            one.remove("additionalProperties");
            return choice("allOf", one, other);
        }
        one.remove("additionalProperties");
        JsonObject left = json("{'required':['ㄱ'],'properties':{'ㄱ':{'type':'boolean'}}}");
        JsonObject right = json("{'required':['ㄴ'],'properties':{'ㄴ':{'type':'null'}}}");
        one.add("anyOf", choice("anyOf", left, right).get("anyOf"));
        return one;
    }
}
