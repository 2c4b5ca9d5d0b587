package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tokenizer of a BERT as {@code tokenizer.json} has it, and the files that Hugging Face keeps beside it.
 *
 * @param json the tokenizer, which neither pads nor truncates
 * @param tokens by id, from 0 without a gap
 */
public record WordPieceTokenizer(JsonObject json, List<String> tokens) implements TokenizerFiles {

    private static final Map<String, String> SPECIAL_TOKENS = specialTokens();

    /**
     * @throws InvalidInputException if the file is no WordPiece tokenizer with BERT's special tokens
     * @throws IOException if it cannot be read
     */
    public static WordPieceTokenizer read(Path file) throws IOException {
        JsonObject json = StrictJson.read(file);
        if (!(json.get("model") instanceof JsonObject model)
                || !(model.get("vocab") instanceof JsonObject vocab)
                || !(model.get("type") == null || text(model, "type").equals("WordPiece"))) {
            throw new InvalidInputException(
                    file + " is not the tokenizer of a BERT: looked for a model of type WordPiece with a vocab; found "
                            + (json.get("model") instanceof JsonObject other ? text(other, "type") : "no model"));
        }
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        Map<Long, String> byId = byId(vocab, file);
        addAddedTokens(json.get("added_tokens"), byId, file);
        return new WordPieceTokenizer(json, tokens(byId, file));
    }

    /**
     * BERT's tokenizer over a vocabulary.
     *
     * @param vocabulary one token a line, in the order of their ids: {@code vocab.txt}
     * @param lowerCase whether case is lowered and accents are stripped
     * @throws InvalidInputException if it is not UTF-8, a token is there twice or a special token is missing
     * @throws IOException if the file cannot be read
     */
    public static WordPieceTokenizer ofVocabulary(Path vocabulary, boolean lowerCase) throws IOException {
        List<String> tokens = lines(vocabulary);
        JsonObject ids = new JsonObject();
        for (String token : tokens) {
            if (ids.has(token)) {
                throw new InvalidInputException(vocabulary + ":" + (ids.size() + 1) + ": the token \"" + token
                        + "\" is already there as id " + ids.get(token) + "; remove one of the two.");
            }
            ids.addProperty(token, ids.size());
        }
        tokens(byId(ids, vocabulary), vocabulary);
        return new WordPieceTokenizer(WordPieceJson.of(ids, SPECIAL_TOKENS.values(), lowerCase), tokens);
    }

    private static List<String> lines(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes)
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            String before = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            long line = (before + "?").lines().count();
            throw new InvalidInputException(file + ":" + line + ": not UTF-8; convert it, as with `iconv -t UTF-8`", e);
        }
    }

    private static Map<Long, String> byId(JsonObject ids, Path file) {
        Map<Long, String> byId = new TreeMap<>();
        ids.asMap().forEach((token, id) -> add(byId, id, token, file));
        return byId;
    }

    @Override
    public int vocabularySize() {
        return tokens.size();
    }

    @Override
    public void addTo(HuggingFaceFolderWriter model, long maxLength) {
        model.json("tokenizer.json", json)
                .json("tokenizer_config.json", config(maxLength))
                .json("special_tokens_map.json", specialTokensMap())
                .file("vocab.txt", file -> Files.writeString(file, String.join("\n", tokens) + "\n"));
    }

    /** The id of {@code [PAD]}. */
    public int padId() {
        return tokens.indexOf(SPECIAL_TOKENS.get("pad_token"));
    }

    private JsonObject specialTokensMap() {
        JsonObject map = new JsonObject();
        SPECIAL_TOKENS.forEach(map::addProperty);
        return map;
    }

    /** What {@code tokenizer_config.json} holds. */
    private JsonObject config(long maxLength) {
        JsonObject normalizer = json.get("normalizer") instanceof JsonObject found ? found : new JsonObject();
        JsonObject config = new JsonObject();
        SPECIAL_TOKENS.forEach(config::addProperty);
        config.addProperty("do_lower_case", isTrue(normalizer.get("lowercase")));
        config.addProperty("model_max_length", maxLength);
        config.add("strip_accents", normalizer.get("strip_accents"));
        config.addProperty(
                "tokenize_chinese_chars",
                !normalizer.has("handle_chinese_chars") || isTrue(normalizer.get("handle_chinese_chars")));
        config.addProperty("tokenizer_class", "BertTokenizer");
        return config;
    }

    private static boolean isTrue(JsonElement element) {
        return element != null && element.isJsonPrimitive() && element.getAsBoolean();
    }

    private static void addAddedTokens(JsonElement added, Map<Long, String> byId, Path file) {
        if (!(added instanceof JsonArray tokens)) {
            return;
        }
        for (JsonElement token : tokens) {
            if (!(token instanceof JsonObject object) || !object.has("id") || !object.has("content")) {
                throw new InvalidInputException(file + ": added token " + token + " must have id and content");
            }
            add(byId, object.get("id"), text(object, "content"), file);
        }
    }

    private static void add(Map<Long, String> byId, JsonElement id, String token, Path file) {
        if (!id.isJsonPrimitive() || !id.getAsString().matches("[0-9]{1,9}")) {
            throw new InvalidInputException(file + ": token " + token + " has the id " + id + ", which is none");
        }
        String other = byId.put(id.getAsLong(), token);
        if (other != null && !other.equals(token)) {
            throw new InvalidInputException(file + ": tokens " + other + " and " + token + " share the id " + id);
        }
    }

    private static List<String> tokens(Map<Long, String> byId, Path file) {
        List<String> tokens = List.copyOf(byId.values());
        long last = byId.isEmpty() ? -1 : ((TreeMap<Long, String>) byId).lastKey();
        if (last != tokens.size() - 1) {
            throw new InvalidInputException(file + ": " + tokens.size() + " tokens have ids up to " + last
                    + " but the ids must go from 0 without a gap");
        }
        List<String> missing = SPECIAL_TOKENS.values().stream()
                .filter(token -> !tokens.contains(token))
                .toList();
        if (!missing.isEmpty()) {
            throw new InvalidInputException(file + " is not the tokenizer of a BERT: its vocabulary lacks " + missing);
        }
        return tokens;
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : String.valueOf(value);
    }

    private static Map<String, String> specialTokens() {
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("cls_token", "[CLS]");
        tokens.put("mask_token", "[MASK]");
        tokens.put("pad_token", "[PAD]");
        tokens.put("sep_token", "[SEP]");
        tokens.put("unk_token", "[UNK]");
        return tokens;
    }
}
