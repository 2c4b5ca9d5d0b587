package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code vocab.json} and {@code merges.txt}, as GPT-2's or RoBERTa's.
 *
 * @param ids of the tokens
 * @param merges pairs of tokens
 */
record ByteLevelConversion(JsonObject ids, JsonArray merges, TokenizerSettings settings) {

    private static final Map<String, String> ROBERTA = Map.of(
            "bos_token", "<s>",
            "eos_token", "</s>",
            "sep_token", "</s>",
            "cls_token", "<s>",
            "unk_token", "<unk>",
            "pad_token", "<pad>",
            "mask_token", "<mask>");
    private static final Map<String, String> GPT2 = Map.of(
            "bos_token", "<|endoftext|>",
            "eos_token", "<|endoftext|>",
            "unk_token", "<|endoftext|>",
            "pad_token", "");

    /**
     * @throws InvalidInputException if a file is not what its name says, or they do not belong together
     */
    static ByteLevelConversion read(Path vocabulary, Path merges, TokenizerSettings settings) throws IOException {
        JsonObject ids = StrictJson.read(vocabulary);
        JsonArray pairs = new JsonArray();
        List<String> lines = lines(merges);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#version")) {
                continue;
            }
            int space = line.indexOf(' ');
            if (space < 1 || !ids.has(line.substring(0, space)) || !ids.has(line.substring(space + 1))) {
                throw new InvalidInputException(merges + ":" + (i + 1) + ": \"" + line + "\" must be two tokens of "
                        + vocabulary.getFileName() + " with a space between; the files do not belong together.");
            }
            JsonArray pair = new JsonArray();
            pair.add(line.substring(0, space));
            pair.add(line.substring(space + 1));
            pairs.add(pair);
        }
        return new ByteLevelConversion(ids, pairs, settings);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\r?\n", -1));
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + " is not UTF-8; convert it, as with `iconv -t UTF-8`", e);
        }
    }

    JsonObject json() {
        boolean space = settings.isSet("add_prefix_space", false);
        boolean roberta = settings.family().isEmpty()
                ? ids.has("<mask>")
                : settings.family().contains("roberta");
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        json.add("added_tokens", addedTokens(roberta ? ROBERTA : GPT2));
        json.add("normalizer", JsonNull.INSTANCE);
        json.add("pre_tokenizer", ByteLevelJson.part(space));
        json.add("post_processor", roberta ? robertaProcessing(space) : JsonNull.INSTANCE);
        json.add("decoder", ByteLevelJson.part(true));
        json.add("model", ByteLevelJson.model(new JsonPrimitive(""), ids, merges));
        return json;
    }

    private JsonArray addedTokens(Map<String, String> special) {
        JsonArray added = new JsonArray();
        special.entrySet().stream()
                .map(entry -> settings.token(entry.getKey(), entry.getValue()))
                .distinct()
                .filter(ids::has)
                .sorted((one, other) -> Integer.compare(id(one), id(other)))
                .forEach(token -> added.add(AddedTokensJson.special(token, id(token))));
        return added;
    }

    private int id(String token) {
        return ids.get(token) instanceof JsonPrimitive id ? id.getAsInt() : 0;
    }

    private JsonObject robertaProcessing(boolean space) {
        JsonObject part = TokenizerPart.of("RobertaProcessing");
        part.add("sep", withId(settings.token("sep_token", "</s>")));
        part.add("cls", withId(settings.token("cls_token", "<s>")));
        part.addProperty("trim_offsets", true);
        part.addProperty("add_prefix_space", space);
        return part;
    }

    private JsonArray withId(String token) {
        JsonArray pair = new JsonArray();
        pair.add(token);
        pair.add(id(token));
        return pair;
    }
}
