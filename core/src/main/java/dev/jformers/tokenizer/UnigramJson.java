package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.SentencePieceModel.SentencePiece;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Builds the {@code tokenizer.json} of a Unigram model, in the order of its ids. Not thread-safe. */
final class UnigramJson {

    private static final String SPACE = "\u2581";

    private final SentencePieceModel model;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final JsonArray vocabulary = new JsonArray();

    UnigramJson(SentencePieceModel model) {
        this.model = model;
    }

    UnigramJson add(String token, double score) {
        if (ids.put(token, vocabulary.size()) != null) {
            throw new InvalidInputException(model.file() + " has the piece \"" + token
                    + "\" twice, counting the tokens that its tokenizer adds; is it of another family?");
        }
        JsonArray entry = new JsonArray();
        entry.add(token);
        entry.add(score);
        vocabulary.add(entry);
        return this;
    }

    /** Tokens that are found as such, or by nothing else than their own names. */
    UnigramJson add(List<String> tokens) {
        tokens.forEach(token -> add(token, 0));
        return this;
    }

    /** The model's own pieces, the first ones left out. */
    UnigramJson addPieces(int leftOut) {
        List<SentencePiece> pieces = model.pieces();
        for (SentencePiece piece : pieces.subList(Math.min(leftOut, pieces.size()), pieces.size())) {
            add(piece.text(), piece.score());
        }
        return this;
    }

    /**
     * @throws InvalidInputException if there is no such token
     */
    int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new InvalidInputException(model.file() + " has no piece \"" + token
                    + "\", which its tokenizer needs; is it of another family?");
        }
        return id;
    }

    boolean has(String token) {
        return ids.containsKey(token);
    }

    /** The special tokens, and those that the model itself finds before others. */
    JsonArray addedTokens(Set<String> special) {
        Set<String> names = new TreeSet<>(Comparator.comparingInt(this::id));
        special.stream().filter(this::has).forEach(names::add);
        Set<String> control = new TreeSet<>(special);
        for (SentencePiece piece : model.pieces()) {
            if (piece.isAdded() && has(piece.text())) {
                names.add(piece.text());
                if (piece.isControl()) {
                    control.add(piece.text());
                }
            }
        }
        JsonArray added = new JsonArray();
        for (String name : names) {
            JsonObject token = AddedTokensJson.special(name, id(name));
            token.addProperty("special", control.contains(name));
            added.add(token);
        }
        return added;
    }

    /** The parts of a tokenizer around its model. */
    record Parts(
            JsonArray added,
            List<JsonObject> normalizers,
            List<JsonObject> preTokenizers,
            TemplateJson template,
            JsonElement decoder) {}

    JsonObject json(String unknown, Parts parts) {
        JsonObject unigram = TokenizerPart.of("Unigram");
        unigram.addProperty("unk_id", id(unknown));
        unigram.add("vocab", vocabulary);
        unigram.addProperty("byte_fallback", false);
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        json.add("added_tokens", parts.added());
        json.add("normalizer", TokenizerPart.sequence("normalizers", parts.normalizers()));
        json.add("pre_tokenizer", TokenizerPart.sequence("pretokenizers", parts.preTokenizers()));
        json.add("post_processor", parts.template().json());
        json.add("decoder", parts.decoder());
        json.add("model", unigram);
        return json;
    }

    /** The model's own rules of normalisation; none if it has none. */
    List<JsonObject> precompiled() {
        if (model.normalization().isEmpty()) {
            return List.of();
        }
        JsonObject part = TokenizerPart.of("Precompiled");
        part.addProperty("precompiled_charsmap", model.normalization().rules());
        return List.of(part);
    }

    /** Words, each with a mark before it. */
    static List<JsonObject> markedWords() {
        return List.of(TokenizerPart.of("WhitespaceSplit"), metaspace());
    }

    /** A mark for each space, and one before the text. */
    static JsonObject metaspace() {
        JsonObject part = TokenizerPart.of("Metaspace");
        part.addProperty("replacement", SPACE);
        part.addProperty("prepend_scheme", "always");
        part.addProperty("split", true);
        return part;
    }
}
