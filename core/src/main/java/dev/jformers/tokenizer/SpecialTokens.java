package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
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
     * @throws InvalidInputException if it has no mask token
     */
    public static SpecialTokens read(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        try (Reader reader = Files.newBufferedReader(file)) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            return of(file, json);
        } catch (JsonParseException | IllegalStateException e) {
            throw new InvalidInputException(file + " is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    private static SpecialTokens of(Path file, JsonObject json) {
        Set<Integer> special = new HashSet<>();
        int mask = -1;
        JsonArray added = json.getAsJsonArray("added_tokens");
        for (JsonElement element : added == null ? new JsonArray() : added) {
            JsonObject token = element.getAsJsonObject();
            if (token.get("special").getAsBoolean()) {
                int id = token.get("id").getAsInt();
                special.add(id);
                mask = MASKS.contains(token.get("content").getAsString()) ? id : mask;
            }
        }
        if (mask < 0) {
            throw new InvalidInputException(file + " has no special token among " + MASKS
                    + " in added_tokens; masked language modelling needs one.");
        }
        return new SpecialTokens(mask, special, vocabularySize(json, special));
    }

    private static int vocabularySize(JsonObject json, Set<Integer> special) {
        int largest = special.stream().mapToInt(Integer::intValue).max().orElse(0);
        JsonElement vocabulary = json.getAsJsonObject("model").get("vocab");
        if (vocabulary instanceof JsonObject ids) {
            for (Map.Entry<String, JsonElement> entry : ids.entrySet()) {
                largest = Math.max(largest, entry.getValue().getAsInt());
            }
        } else if (vocabulary instanceof JsonArray pieces) {
            largest = Math.max(largest, pieces.size() - 1);
        }
        return largest + 1;
    }
}
