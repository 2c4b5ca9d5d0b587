package dev.jformers.tokenizer.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A tokenizer that was learnt.
 *
 * @param json what {@code tokenizer.json} holds
 * @param tokens by id
 * @param specialTokens those of the tokens that are found in a text before anything else
 */
public record TrainedTokenizer(JsonObject json, List<String> tokens, List<String> specialTokens) {

    public TrainedTokenizer {
        tokens = List.copyOf(tokens);
        specialTokens = List.copyOf(specialTokens);
    }

    /**
     * Writes a folder that does not exist yet: {@code tokenizer.json}, {@code tokenizer_config.json} and
     * {@code special_tokens_map.json}.
     */
    public void write(Path folder) throws IOException {
        AtomicFiles.writeFolder(folder, target -> {
            StrictJson.write(json, target.resolve("tokenizer.json"));
            StrictJson.write(config(), target.resolve("tokenizer_config.json"));
            StrictJson.write(specialTokensMap(), target.resolve("special_tokens_map.json"));
        });
    }

    /** Whether tokens have Hangul in pieces, as where accents were taken away from Korean texts. */
    public boolean hasHangulInPieces() {
        return tokens.stream()
                .flatMapToInt(String::codePoints)
                .anyMatch(letter -> letter >= 0x1100 && letter <= 0x11FF);
    }

    private JsonObject config() {
        JsonObject config = specialTokensMap();
        config.addProperty("clean_up_tokenization_spaces", false);
        config.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
        return config;
    }

    private JsonObject specialTokensMap() {
        JsonObject map = new JsonObject();
        for (SpecialRole role : SpecialRole.values()) {
            role.in(specialTokens).ifPresent(token -> map.addProperty(role.key(), token));
        }
        JsonArray others = new JsonArray();
        specialTokens.stream()
                .filter(token -> !map.asMap().containsValue(new com.google.gson.JsonPrimitive(token)))
                .forEach(others::add);
        if (!others.isEmpty()) {
            map.add("additional_special_tokens", others);
        }
        return map;
    }
}
