package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a {@code tokenizer.json} of a byte-pair encoding. */
record TokenizerJson(JsonObject json) {

    private static final String SPACE = "\u2581";

    /**
     * @throws InvalidInputException if it is no byte-pair encoding over bytes or SentencePiece's pieces
     */
    static TokenizerJson of(JsonObject json) {
        TokenizerJson tokenizer = new TokenizerJson(json);
        String type = text(tokenizer.model(), "type");
        if (!type.equals("BPE") || !(tokenizer.isByteLevel() || tokenizer.isSentencePiece())) {
            throw new InvalidInputException(
                    "tokenizer.json is of the type " + type
                            + (type.equals("BPE") ? " without bytes" : "")
                            + " but GGUF takes byte-pair encodings over bytes, or with tokens for bytes; choose another format");
        }
        return tokenizer;
    }

    private JsonObject model() {
        return json.get("model") instanceof JsonObject model ? model : new JsonObject();
    }

    boolean isSentencePiece() {
        return !isByteLevel()
                && model().has("byte_fallback")
                && model().get("byte_fallback").getAsBoolean();
    }

    private boolean isByteLevel() {
        return parts("pre_tokenizer").stream()
                .anyMatch(part -> text(part, "type").equals("ByteLevel"));
    }

    /** Every token by its id, those added too. */
    Map<Integer, String> tokens() {
        Map<Integer, String> tokens = new TreeMap<>();
        if (model().get("vocab") instanceof JsonObject vocabulary) {
            vocabulary.asMap().forEach((token, id) -> tokens.put(id.getAsInt(), token));
        }
        for (JsonObject added : objects(json.get("added_tokens"))) {
            tokens.put(added.get("id").getAsInt(), text(added, "content"));
        }
        return tokens;
    }

    /** Which added tokens are special. */
    Map<String, Boolean> added() {
        Map<String, Boolean> added = new LinkedHashMap<>();
        for (JsonObject token : objects(json.get("added_tokens"))) {
            added.put(text(token, "content"), token.get("special").getAsBoolean());
        }
        return added;
    }

    Optional<String> unknown() {
        return Optional.of(text(model(), "unk_token")).filter(token -> !token.isEmpty());
    }

    /** Two tokens with a space between them, the first to be merged first. */
    List<String> merges() {
        List<String> merges = new ArrayList<>();
        if (model().get("merges") instanceof JsonArray list) {
            for (JsonElement merge : list) {
                merges.add(
                        merge instanceof JsonArray pair
                                ? pair.get(0).getAsString() + " " + pair.get(1).getAsString()
                                : merge.getAsString());
            }
        }
        return merges;
    }

    /**
     * GGUF's name of how texts are split before.
     *
     * @throws InvalidInputException if it has none
     */
    String splitting() {
        List<String> patterns = parts("pre_tokenizer").stream()
                .filter(part -> text(part, "type").equals("Split"))
                .map(part -> part.get("pattern") instanceof JsonObject pattern ? text(pattern, "Regex") : "")
                .toList();
        if (patterns.isEmpty()) {
            return "gpt-2";
        }
        Optional<String> name = patterns.size() == 1 ? ByteLevelTokenizer.nameOf(patterns.get(0)) : Optional.empty();
        return name.orElseThrow(() -> new InvalidInputException("tokenizer.json splits texts by " + patterns
                + " but GGUF has names for the ways of GPT-2, Llama 3 and Qwen2; choose another format"));
    }

    /** Whether a text is read as if a space stood before it. */
    boolean addsSpace() {
        boolean prepends = parts("normalizer").stream()
                .anyMatch(part -> text(part, "type").equals("Prepend")
                        && text(part, "prepend").equals(SPACE));
        boolean scheme = parts("pre_tokenizer").stream()
                .anyMatch(part -> text(part, "type").equals("Metaspace")
                        && !text(part, "prepend_scheme").equals("never"));
        return prepends || scheme;
    }

    /** What is put around a text: special tokens, and an empty text for the text itself; empty where nothing is said. */
    List<String> template() {
        List<String> items = new ArrayList<>();
        for (JsonObject part : parts("post_processor")) {
            for (JsonObject item : objects(part.get("single"))) {
                items.add(item.get("SpecialToken") instanceof JsonObject special ? text(special, "id") : "");
            }
        }
        return items;
    }

    /** A part of the tokenizer, or those of a sequence. */
    private List<JsonObject> parts(String key) {
        List<JsonObject> parts = new ArrayList<>();
        if (json.get(key) instanceof JsonObject part) {
            parts.add(part);
            for (String list : List.of("pretokenizers", "normalizers", "processors")) {
                parts.addAll(objects(part.get(list)));
            }
        }
        return parts;
    }

    private static List<JsonObject> objects(@Nullable JsonElement list) {
        List<JsonObject> objects = new ArrayList<>();
        if (list instanceof JsonArray array) {
            array.forEach(item -> objects.add(item.getAsJsonObject()));
        }
        return objects;
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
