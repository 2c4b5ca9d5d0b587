package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@code tokenizer.json} as GGUF has it, the other way round than {@link GgufTokenizer}: byte-pair encodings over bytes, and over
 * SentencePiece's pieces with tokens for bytes.
 *
 * @param tokenizer {@code tokenizer.json}
 * @param named which token is which, and the chat template
 */
record WrittenTokenizer(TokenizerJson tokenizer, NamedTokens named) {

    private static final String KEY = "tokenizer.ggml.";
    private static final String CHAT_TEMPLATE = "tokenizer.chat_template";

    /**
     * @param vocabulary rows of the model's table; tokens that the tokenizer lacks get names that no text has
     * @throws InvalidInputException if GGUF has no such tokenizer
     */
    void addTo(GgufWriter writer, int vocabulary) {
        boolean pieces = tokenizer.isSentencePiece();
        List<String> tokens = tokens(vocabulary);
        writer.text(KEY + "model", pieces ? "llama" : "gpt2")
                .text(KEY + "pre", pieces ? "default" : tokenizer.splitting())
                .texts(KEY + "tokens", tokens);
        if (pieces) {
            writer.float32s(KEY + "scores", scores(tokens));
        }
        writer.int32s(KEY + "token_type", types(tokens));
        if (pieces) {
            writer.flag(KEY + "add_space_prefix", tokenizer.addsSpace());
        } else {
            writer.texts(KEY + "merges", tokenizer.merges());
        }
        named.ids(tokens).forEach((key, id) -> writer.uint32(KEY + key, id));
        writer.flag(KEY + "add_bos_token", named.begin(tokenizer));
        writer.flag(KEY + "add_eos_token", named.end(tokenizer));
        named.chatTemplate().ifPresent(template -> writer.text(CHAT_TEMPLATE, template));
    }

    private List<String> tokens(int vocabulary) {
        Map<Integer, String> byId = tokenizer.tokens();
        int highest = byId.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        if (highest >= vocabulary) {
            throw new InvalidInputException("the tokenizer has the id " + highest + " but the model has " + vocabulary
                    + " tokens; export the model with its own tokenizer");
        }
        List<String> tokens = new ArrayList<>();
        for (int id = 0; id < vocabulary; id++) {
            tokens.add(byId.getOrDefault(id, "[PAD" + id + "]"));
        }
        return tokens;
    }

    private List<Integer> types(List<String> tokens) {
        Map<String, Boolean> added = tokenizer.added();
        Optional<String> unknown = tokenizer.isSentencePiece() ? tokenizer.unknown() : Optional.empty();
        Map<Integer, String> known = tokenizer.tokens();
        List<Integer> types = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (!known.containsKey(id)) {
                types.add(TokenType.UNUSED.number());
            } else if (unknown.filter(token::equals).isPresent()) {
                types.add(TokenType.UNKNOWN.number());
            } else if (added.containsKey(token)) {
                types.add((added.get(token) ? TokenType.CONTROL : TokenType.USER_DEFINED).number());
            } else {
                types.add((isByte(token) ? TokenType.BYTE : TokenType.NORMAL).number());
            }
        }
        return types;
    }

    private boolean isByte(String token) {
        return tokenizer.isSentencePiece() && token.matches("<0x[0-9A-F]{2}>");
    }

    /** The earlier a piece is merged, the higher it scores; what is no merge's outcome scores lowest, and control tokens 0. */
    private List<Float> scores(List<String> tokens) {
        Map<String, Integer> ranks = new HashMap<>();
        for (String merge : tokenizer.merges()) {
            String piece = merge.replace(" ", "");
            ranks.putIfAbsent(piece, ranks.size());
        }
        Map<String, Boolean> added = tokenizer.added();
        List<Float> scores = new ArrayList<>();
        for (String token : tokens) {
            boolean whole = added.containsKey(token) || isByte(token);
            scores.add(whole ? 0f : -(float) ranks.getOrDefault(token, ranks.size()));
        }
        return scores;
    }

    /** The kinds of tokens. */
    private enum TokenType {
        NORMAL(1),
        UNKNOWN(2),
        CONTROL(3),
        USER_DEFINED(4),
        UNUSED(5),
        BYTE(6);

        private final int number;

        TokenType(int number) {
            this.number = number;
        }

        /** The number that GGUF gives it. */
        int number() {
            return number;
        }
    }

    /**
     * What the files beside {@code tokenizer.json} say.
     *
     * @param config {@code tokenizer_config.json}; empty where there is none
     * @param model {@code config.json}
     */
    record NamedTokens(JsonObject config, JsonObject model) {

        private static final Map<String, String> NAMES = Map.of(
                "bos", "bos_token_id",
                "eos", "eos_token_id",
                "unk", "unknown_token_id",
                "pad", "padding_token_id");

        /** Ids by GGUF's keys, in their order. */
        Map<String, Integer> ids(List<String> tokens) {
            Map<String, Integer> ids = new TreeMap<>();
            NAMES.forEach((name, key) -> id(name, tokens).ifPresent(id -> ids.put(key, id)));
            return ids;
        }

        private Optional<Integer> id(String name, List<String> tokens) {
            Optional<Integer> named = text(name).map(tokens::indexOf).filter(id -> id >= 0);
            JsonElement id = model.get(name + "_token_id");
            JsonElement first = id instanceof JsonArray several && !several.isEmpty() ? several.get(0) : id;
            return named.isPresent() || first == null || !first.isJsonPrimitive()
                    ? named
                    : Optional.of(first.getAsInt()).filter(number -> number >= 0 && number < tokens.size());
        }

        private Optional<String> text(String name) {
            JsonElement token = config.get(name + "_token");
            JsonElement text = token instanceof JsonObject object ? object.get("content") : token;
            return Optional.ofNullable(text)
                    .filter(JsonElement::isJsonPrimitive)
                    .map(JsonElement::getAsString);
        }

        boolean begin(TokenizerJson tokenizer) {
            List<String> template = tokenizer.template();
            return !template.isEmpty() && !template.get(0).isEmpty();
        }

        boolean end(TokenizerJson tokenizer) {
            List<String> template = tokenizer.template();
            return !template.isEmpty() && !template.get(template.size() - 1).isEmpty();
        }

        Optional<String> chatTemplate() {
            return Optional.ofNullable(config.get("chat_template"))
                    .filter(JsonElement::isJsonPrimitive)
                    .map(JsonElement::getAsString);
        }
    }
}
