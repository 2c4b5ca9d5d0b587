package dev.jformers.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import dev.jformers.InvalidInputException;
import java.util.Map;

/** Settings as they are typed. */
final class JsonText {

    private JsonText() {}

    /** Each value as {@link #value} reads it. */
    static JsonObject object(Map<String, String> settings) {
        JsonObject json = new JsonObject();
        settings.forEach((key, text) -> json.add(key, value(text)));
        return json;
    }

    /**
     * Numbers, true, false, null, lists and objects as JSON has them; anything else is a text.
     *
     * @throws InvalidInputException if it begins as a list or an object but is none
     */
    static JsonElement value(String text) {
        try {
            JsonElement parsed = JsonParser.parseString(text);
            boolean word =
                    parsed.isJsonPrimitive() && parsed.getAsJsonPrimitive().isString();
            return word ? new JsonPrimitive(text.replaceAll("^\"|\"$", "")) : parsed;
        } catch (JsonSyntaxException e) {
            if (text.startsWith("[") || text.startsWith("{")) {
                throw new InvalidInputException("--set: " + text + " is no JSON; check its quotes and brackets.", e);
            }
            return new JsonPrimitive(text);
        }
    }
}
