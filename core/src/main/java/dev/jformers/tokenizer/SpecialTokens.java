package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What masked language modelling must know of a vocabulary.
 *
 * @param mask id of the token that hides another
 * @param special ids of all special tokens
 * @param vocabularySize number of tokens
 */
public record SpecialTokens(int mask, Set<Integer> special, int vocabularySize) {

    private static final Set<String> MASKS = Set.of("[MASK]", "<mask>");

    public SpecialTokens {
        special = Set.copyOf(special);
    }

    /**
     * @param folder holds {@code tokenizer.json}
     * @throws InvalidInputException if it is no tokenizer or has no mask token
     * @throws IOException if it cannot be read
     */
    public static SpecialTokens read(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        JsonObject json = StrictJson.read(file);
        Set<Integer> special = new HashSet<>();
        int mask = -1;
        for (JsonElement token : addedTokens(file, json)) {
            if (isSpecial(file, token)) {
                int id = id(file, token.getAsJsonObject().get("id"), token);
                special.add(id);
                mask = isMask(token.getAsJsonObject()) ? id : mask;
            }
        }
        if (mask < 0) {
            throw new InvalidInputException(file + " has no special token among " + MASKS
                    + " in added_tokens; masked language modelling needs one.");
        }
        return new SpecialTokens(mask, special, vocabularySize(file, json, special));
    }

    private static JsonArray addedTokens(Path file, JsonObject json) {
        JsonElement added = json.get("added_tokens");
        if (added == null || added.isJsonNull()) {
            return new JsonArray();
        }
        if (added instanceof JsonArray tokens) {
            return tokens;
        }
        throw new InvalidInputException(file + ": added_tokens must be a list but is " + added);
    }

    private static boolean isSpecial(Path file, JsonElement token) {
        if (token instanceof JsonObject object
                && object.get("special") instanceof JsonPrimitive special
                && special.isBoolean()) {
            return special.getAsBoolean();
        }
        throw new InvalidInputException(
                file + ": added token " + token + " must say whether it is special, true or false");
    }

    private static boolean isMask(JsonObject token) {
        return token.get("content") instanceof JsonPrimitive content && MASKS.contains(content.getAsString());
    }

    private static int vocabularySize(Path file, JsonObject json, Set<Integer> special) {
        int largest = special.stream().mapToInt(Integer::intValue).max().orElse(0);
        JsonElement vocabulary = json.get("model") instanceof JsonObject model ? model.get("vocab") : null;
        if (vocabulary instanceof JsonObject ids) {
            for (Map.Entry<String, JsonElement> entry : ids.entrySet()) {
                largest = Math.max(largest, id(file, entry.getValue(), entry.getKey()));
            }
        } else if (vocabulary instanceof JsonArray pieces) {
            largest = Math.max(largest, pieces.size() - 1);
        } else {
            throw new InvalidInputException(file + " has no model.vocab, the tokens and their ids; is it a tokenizer?");
        }
        return largest + 1;
    }

    private static int id(Path file, JsonElement id, Object token) {
        if (id instanceof JsonPrimitive number && number.getAsString().matches("[0-9]{1,9}")) {
            return number.getAsInt();
        }
        throw new InvalidInputException(file + ": token " + token + " has the id " + id + ", which is none");
    }
}
