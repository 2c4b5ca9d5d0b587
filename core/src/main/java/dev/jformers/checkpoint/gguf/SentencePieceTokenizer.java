package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.gguf.ByteLevelTokenizer.BytePairModel;
import dev.jformers.checkpoint.gguf.GgufVocabulary.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SentencePiece's byte-pair encoding, as Llama 2 and Mistral have it: every piece has a score, and the pair of neighbours is
 * merged first whose whole scores highest. Written as merges, best first.
 */
record SentencePieceTokenizer(GgufMetadata metadata, GgufVocabulary vocabulary) {

    private static final String KEY = "tokenizer.ggml.";
    private static final String SPACE = "\u2581";
    private static final int LONGEST_PIECE = 256;

    GgufTokenizer convert() throws UnsupportedTokenizerException {
        if (metadata.flag(KEY + "remove_extra_whitespaces").orElse(false)) {
            throw new UnsupportedTokenizerException(
                    "it removes spaces, which is not converted; use the original model's");
        }
        TokenizerParts parts =
                new TokenizerParts(normalizer(), JsonNull.INSTANCE, Optional.empty(), decoder(), model());
        return GgufTokenizer.of(metadata, vocabulary, parts, true);
    }

    private boolean addsSpace() {
        return metadata.flag(KEY + "add_space_prefix").orElse(true);
    }

    private JsonElement normalizer() {
        JsonObject prepend = GgufTokenizer.part("Prepend");
        prepend.addProperty("prepend", SPACE);
        JsonObject spaces = replace(" ", SPACE);
        return addsSpace() ? GgufTokenizer.sequence("normalizers", prepend, spaces) : spaces;
    }

    private JsonObject decoder() {
        JsonObject strip = GgufTokenizer.part("Strip");
        strip.addProperty("content", " ");
        strip.addProperty("start", addsSpace() ? 1 : 0);
        strip.addProperty("stop", 0);
        return GgufTokenizer.sequence(
                "decoders", replace(SPACE, " "), GgufTokenizer.part("ByteFallback"), GgufTokenizer.part("Fuse"), strip);
    }

    private static JsonObject replace(String from, String to) {
        JsonObject pattern = new JsonObject();
        pattern.addProperty("String", from);
        JsonObject replace = GgufTokenizer.part("Replace");
        replace.add("pattern", pattern);
        replace.addProperty("content", to);
        return replace;
    }

    private JsonObject model() throws UnsupportedTokenizerException {
        Token unknown = vocabulary
                .token("unknown_token_id")
                .orElseGet(() -> new Token(0, vocabulary.tokens().get(0)));
        return BytePairModel.json(vocabulary, merges(), Optional.of(unknown.text()), false);
    }

    private List<String> merges() throws UnsupportedTokenizerException {
        List<Double> scores = metadata.numbers(KEY + "scores").orElseThrow(() -> metadata.missing(KEY + "scores"));
        List<String> tokens = vocabulary.tokens();
        if (scores.size() != tokens.size()) {
            throw new InvalidInputException(metadata.where() + ": " + KEY + "scores has " + scores.size()
                    + " items but there are " + tokens.size() + " tokens");
        }
        if (scores.stream().distinct().limit(2).count() < 2) {
            throw new UnsupportedTokenizerException("its scores are all the same; use the original model's");
        }
        List<Merge> merges = new ArrayList<>();
        Map<String, Integer> ids = ids();
        for (int id = 0; id < tokens.size(); id++) {
            if (ids.containsKey(tokens.get(id))) {
                addSplits(tokens.get(id), scores.get(id), ids, merges);
            }
        }
        merges.sort(Merge.BEST_FIRST);
        return merges.stream().map(merge -> merge.left() + " " + merge.right()).toList();
    }

    /** The pieces that texts are made of, by text; control tokens are none, nor are those with a real space. */
    private Map<String, Integer> ids() {
        Map<String, Integer> ids = new HashMap<>();
        List<String> tokens = vocabulary.tokens();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (!vocabulary.isAdded(id) && token.indexOf(' ') < 0 && token.length() <= LONGEST_PIECE) {
                ids.put(token, id);
            }
        }
        return ids;
    }

    /** All pairs of pieces that make this piece; among pieces of the same score, those with earlier parts come first. */
    private static void addSplits(String piece, double score, Map<String, Integer> ids, List<Merge> merges) {
        List<Merge> splits = new ArrayList<>();
        for (int at = piece.offsetByCodePoints(0, piece.isEmpty() ? 0 : 1);
                at < piece.length();
                at = piece.offsetByCodePoints(at, 1)) {
            Integer left = ids.get(piece.substring(0, at));
            Integer right = ids.get(piece.substring(at));
            if (left != null && right != null) {
                splits.add(new Merge(piece.substring(0, at), piece.substring(at), score, left, right));
            }
        }
        splits.sort(Comparator.comparingInt(Merge::leftId).thenComparingInt(Merge::rightId));
        merges.addAll(splits);
    }

    private record Merge(String left, String right, double score, int leftId, int rightId) {

        static final Comparator<Merge> BEST_FIRST = Comparator.comparingDouble(Merge::score)
                .thenComparingInt(
                        merge -> merge.left().codePointCount(0, merge.left().length()))
                .thenComparingInt(
                        merge -> merge.right().codePointCount(0, merge.right().length()))
                .reversed();
    }
}
