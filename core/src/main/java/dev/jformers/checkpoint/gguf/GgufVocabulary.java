package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens of a GGUF file, by their ids. */
final class GgufVocabulary {

    private static final String KEY = "tokenizer.ggml.";
    private static final long CONTROL = 3;
    private static final long USER_DEFINED = 4;

    private static final Map<String, String> NAMED = Map.of(
            "bos_token", "bos_token_id",
            "eos_token", "eos_token_id",
            "unk_token", "unknown_token_id",
            "pad_token", "padding_token_id");

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final List<Long> types;

    private GgufVocabulary(GgufMetadata metadata, List<String> tokens, List<Long> types) {
        this.metadata = metadata;
        this.tokens = tokens;
        this.types = types;
    }

    static GgufVocabulary read(GgufMetadata metadata) throws UnsupportedTokenizerException {
        List<String> tokens = metadata.texts(KEY + "tokens").orElseThrow(() -> metadata.missing(KEY + "tokens"));
        List<Long> types = metadata.integers(KEY + "token_type").orElse(List.of());
        if (!types.isEmpty() && types.size() != tokens.size()) {
            throw new InvalidInputException(metadata.where() + ": " + KEY + "token_type has " + types.size()
                    + " items but there are " + tokens.size() + " tokens");
        }
        if (new HashSet<>(tokens).size() != tokens.size()) {
            throw new UnsupportedTokenizerException("two of its tokens are the same text; use the original model's");
        }
        return new GgufVocabulary(metadata, tokens, types);
    }

    List<String> tokens() {
        return tokens;
    }

    /** Whether a token stands for itself wherever it is in a text, and takes no part in merges. */
    boolean isAdded(int id) {
        return isControl(id) || (!types.isEmpty() && types.get(id) == USER_DEFINED);
    }

    Optional<Token> beginning() {
        return token("bos_token_id");
    }

    Optional<Token> end() {
        return token("eos_token_id");
    }

    /** The special tokens by the names that {@code tokenizer_config.json} has for them. */
    Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        NAMED.keySet().stream()
                .sorted()
                .forEach(name ->
                        token(NAMED.getOrDefault(name, name)).ifPresent(token -> named.put(name, token.text())));
        return named;
    }

    /** Tokens as {@code vocab} of {@code tokenizer.json} has them. */
    JsonObject json() {
        JsonObject vocabulary = new JsonObject();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.addProperty(tokens.get(id), id);
        }
        return vocabulary;
    }

    JsonArray addedTokens() {
        JsonArray added = new JsonArray();
        for (int id = 0; id < tokens.size(); id++) {
            if (isAdded(id)) {
                added.add(addedToken(id));
            }
        }
        return added;
    }

    private JsonObject addedToken(int id) {
        JsonObject token = new JsonObject();
        token.addProperty("id", id);
        token.addProperty("content", tokens.get(id));
        token.addProperty("single_word", false);
        token.addProperty("lstrip", false);
        token.addProperty("rstrip", false);
        token.addProperty("normalized", false);
        token.addProperty("special", isControl(id));
        return token;
    }

    private boolean isControl(int id) {
        return !types.isEmpty() && types.get(id) == CONTROL;
    }

    Optional<Token> token(String key) {
        return metadata.integer(KEY + key).map(id -> {
            if (id < 0 || id >= tokens.size()) {
                throw new InvalidInputException(metadata.where() + ": " + KEY + key + " is " + id + " but there are "
                        + tokens.size() + " tokens");
            }
            return new Token(id, tokens.get(id.intValue()));
        });
    }

    /** A token and its id. */
    record Token(long id, String text) {}
}
