package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** The {@code added_tokens} of a {@code tokenizer.json}. */
public final class AddedTokensJson {

    private AddedTokensJson() {}

    /**
     * Special tokens with neighbouring ids.
     *
     * @param first id of the first one
     */
    public static JsonArray of(List<String> tokens, int first) {
        JsonArray array = new JsonArray();
        for (String token : tokens) {
            array.add(special(token, first + array.size()));
        }
        return array;
    }

    /** A token that is found in a text before anything else, and left out of decoded ones. */
    public static JsonObject special(String token, int id) {
        JsonObject added = new JsonObject();
        added.addProperty("id", id);
        added.addProperty("content", token);
        added.addProperty("single_word", false);
        added.addProperty("lstrip", false);
        added.addProperty("rstrip", false);
        added.addProperty("normalized", false);
        added.addProperty("special", true);
        return added;
    }
}
