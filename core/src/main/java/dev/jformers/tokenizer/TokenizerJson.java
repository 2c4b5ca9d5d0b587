package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder's {@code tokenizer.json}, as far as it is read without the tokenizer.
 *
 * @param file where it is
 * @param json what it holds
 */
record TokenizerJson(Path file, JsonObject json) {

    static final String FILE = "tokenizer.json";

    /**
     * Reads the file, or makes it of the other files that a folder may have instead.
     *
     * @throws InvalidInputException if there is neither, or they are not what they should be
     */
    static TokenizerJson read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.notExists(folder)) {
            throw new InvalidInputException(folder + " does not exist; name a model folder or hf:organisation/name");
        }
        if (Files.isRegularFile(file)) {
            return new TokenizerJson(file, StrictJson.read(file));
        }
        return TokenizerConversion.of(folder)
                .map(json -> new TokenizerJson(folder, json))
                .orElseThrow(() -> new InvalidInputException(folder + " has no " + FILE
                        + ", vocab.txt, vocab.json with merges.txt, tokenizer.model or spiece.model; put the tokenizer's"
                        + " files beside the model's config.json."));
    }

    /** A token that was added to those of the model. */
    record AddedToken(int id, String content, boolean special) {}

    List<AddedToken> addedTokens() {
        JsonElement added = json.get("added_tokens");
        List<AddedToken> tokens = new ArrayList<>();
        if (added instanceof JsonArray list) {
            list.forEach(token -> tokens.add(addedToken(token)));
        } else if (added != null && !added.isJsonNull()) {
            throw new InvalidInputException(file + ": added_tokens must be a list but is " + added);
        }
        return tokens;
    }

    private AddedToken addedToken(JsonElement token) {
        if (token instanceof JsonObject object
                && object.get("special") instanceof JsonPrimitive special
                && special.isBoolean()) {
            String content = object.get("content") instanceof JsonPrimitive text ? text.getAsString() : "";
            return new AddedToken(id(object.get("id"), token), content, special.getAsBoolean());
        }
        throw new InvalidInputException(
                file + ": added token " + token + " must say whether it is special, true or false");
    }

    /** The number of ids that a text may become: one more than the largest. */
    int vocabularySize() {
        int largest = addedTokens().stream().mapToInt(AddedToken::id).max().orElse(0);
        JsonElement vocabulary = json.get("model") instanceof JsonObject model ? model.get("vocab") : null;
        if (vocabulary instanceof JsonObject ids) {
            for (Map.Entry<String, JsonElement> entry : ids.entrySet()) {
                largest = Math.max(largest, id(entry.getValue(), entry.getKey()));
            }
        } else if (vocabulary instanceof JsonArray pieces) {
            largest = Math.max(largest, pieces.size() - 1);
        } else {
            throw new InvalidInputException(file + " has no model.vocab, the tokens and their ids; is it a tokenizer?");
        }
        return largest + 1;
    }

    private int id(JsonElement id, Object token) {
        if (id instanceof JsonPrimitive number && number.getAsString().matches("[0-9]{1,9}")) {
            return number.getAsInt();
        }
        throw new InvalidInputException(file + ": token " + token + " has the id " + id + ", which is none");
    }
}
