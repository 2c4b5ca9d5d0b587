package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** The {@code TemplateProcessing} of a {@code tokenizer.json}: special tokens around texts. Not thread-safe. */
public final class TemplateJson {

    private final JsonArray single = new JsonArray();
    private final JsonArray pair = new JsonArray();
    private final Map<String, Integer> special = new TreeMap<>();

    /** A special token, in a text alone and in the first of two. */
    public TemplateJson token(String token, int id) {
        add(single, "SpecialToken", token, 0);
        return pairToken(token, id, 0);
    }

    /** The text, and the first of two. */
    public TemplateJson text() {
        add(single, "Sequence", "A", 0);
        add(pair, "Sequence", "A", 0);
        return this;
    }

    /**
     * A special token where there are two texts.
     *
     * @param segment 0 or 1
     */
    public TemplateJson pairToken(String token, int id, int segment) {
        special.put(token, id);
        add(pair, "SpecialToken", token, segment);
        return this;
    }

    /**
     * The second of two texts.
     *
     * @param segment 0 or 1
     */
    public TemplateJson secondText(int segment) {
        add(pair, "Sequence", "B", segment);
        return this;
    }

    public JsonObject json() {
        JsonObject tokens = new JsonObject();
        special.forEach((token, id) -> tokens.add(token, described(token, id)));
        JsonObject template = TokenizerPart.of("TemplateProcessing");
        template.add("single", single);
        template.add("pair", pair);
        template.add("special_tokens", tokens);
        return template;
    }

    private static void add(JsonArray sequence, String kind, String id, int segment) {
        JsonObject piece = new JsonObject();
        piece.addProperty("id", id);
        piece.addProperty("type_id", segment);
        JsonObject wrapped = new JsonObject();
        wrapped.add(kind, piece);
        sequence.add(wrapped);
    }

    private static JsonObject described(String token, int id) {
        JsonObject described = new JsonObject();
        described.addProperty("id", token);
        JsonArray ids = new JsonArray();
        ids.add(id);
        described.add("ids", ids);
        JsonArray tokens = new JsonArray();
        tokens.add(token);
        described.add("tokens", tokens);
        return described;
    }
}
