package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;

/** The parts of a {@code tokenizer.json}, each of them an object with a {@code type}. */
public final class TokenizerPart {

    private TokenizerPart() {}

    public static JsonObject of(String type) {
        JsonObject part = new JsonObject();
        part.addProperty("type", type);
        return part;
    }

    /**
     * Parts that act one after the other.
     *
     * @param key of the list, such as {@code normalizers}
     * @return JSON's null for no part, and a part itself if it is the only one
     */
    public static JsonElement sequence(String key, List<JsonObject> parts) {
        if (parts.size() < 2) {
            return parts.isEmpty() ? JsonNull.INSTANCE : parts.get(0);
        }
        JsonArray list = new JsonArray();
        parts.forEach(list::add);
        JsonObject sequence = of("Sequence");
        sequence.add(key, list);
        return sequence;
    }

    /** Replaces every occurrence of a text. */
    public static JsonObject replace(String text, String by) {
        return replace("String", text, by);
    }

    /** Replaces every match of a regular expression. */
    public static JsonObject replaceMatches(String regex, String by) {
        return replace("Regex", regex, by);
    }

    private static JsonObject replace(String kind, String what, String by) {
        JsonObject pattern = new JsonObject();
        pattern.addProperty(kind, what);
        JsonObject replace = of("Replace");
        replace.add("pattern", pattern);
        replace.addProperty("content", by);
        return replace;
    }
}
