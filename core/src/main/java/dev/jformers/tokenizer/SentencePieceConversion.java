package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.SentencePieceModel.SentencePiece;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A SentencePiece model as Hugging Face reads it: Unigram by {@link UnigramConversion}, byte-pair encoding as Llama's, with the special
 * tokens that its class adds.
 */
record SentencePieceConversion(SentencePieceModel model, TokenizerSettings settings) {

    private static final String SPACE = "\u2581";
    private static final Set<String> LIKE_LLAMA = Set.of("", "llama", "mistral");

    JsonObject json() {
        if (model.algorithm() == SentencePieceModel.BPE && LIKE_LLAMA.contains(settings.family())) {
            return bytePairs();
        }
        return Optional.of(model.algorithm())
                .filter(algorithm -> algorithm == SentencePieceModel.UNIGRAM)
                .flatMap(algorithm -> new UnigramConversion(model, settings).json())
                .orElseThrow(this::unknownKind);
    }

    private InvalidInputException unknownKind() {
        return new InvalidInputException(model.file() + " is a SentencePiece model "
                + (settings.family().isEmpty() ? "" : "of " + settings.family() + " ") + "with algorithm "
                + model.algorithm()
                + "; unigram (1) of T5, mT5, ALBERT, XLM-RoBERTa, mBART, Pegasus and Marian, and bpe (2) of"
                + " Llama are converted, so save a tokenizer.json with Hugging Face for this one.");
    }

    private JsonObject bytePairs() {
        String begin = settings.token("bos_token", "<s>");
        String end = settings.token("eos_token", "</s>");
        JsonObject decoder = TokenizerPart.sequence(
                        "decoders",
                        List.of(
                                TokenizerPart.replace(SPACE, " "),
                                TokenizerPart.of("ByteFallback"),
                                TokenizerPart.of("Fuse"),
                                strip()))
                .getAsJsonObject();
        return document(
                addedTokens(List.of(unknown(), begin, end)),
                JsonNull.INSTANCE,
                metaspace("first", false),
                around(
                        settings.isSet("add_bos_token", false) ? List.of(begin) : List.of(),
                        settings.isSet("add_eos_token", false) ? List.of(end) : List.of(),
                        1),
                decoder,
                pairModel());
    }

    private JsonObject pairModel() {
        JsonObject pairs = TokenizerPart.of("BPE");
        for (String key : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            pairs.add(key, JsonNull.INSTANCE);
        }
        pairs.addProperty("fuse_unk", true);
        pairs.addProperty("byte_fallback", true);
        pairs.addProperty("ignore_merges", false);
        JsonObject vocab = new JsonObject();
        ids().forEach(vocab::addProperty);
        pairs.add("vocab", vocab);
        pairs.add("merges", merges());
        return pairs;
    }

    /** Every pair of pieces that is a piece, in the order of these, and for one of them the shortest left part first. */
    private JsonArray merges() {
        Map<String, Integer> ids = ids();
        JsonArray merges = new JsonArray();
        for (SentencePiece piece : model.pieces()) {
            String text = piece.text();
            for (int at = Math.min(1, text.length()); at < text.length(); at++) {
                if (!Character.isLowSurrogate(text.charAt(at))
                        && ids.containsKey(text.substring(0, at))
                        && ids.containsKey(text.substring(at))) {
                    JsonArray merge = new JsonArray();
                    merge.add(text.substring(0, at));
                    merge.add(text.substring(at));
                    merges.add(merge);
                }
            }
        }
        return merges;
    }

    private String unknown() {
        return settings.token("unk_token", model.pieces().get(model.unknown()).text());
    }

    private Map<String, Integer> ids() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        model.pieces().forEach(piece -> ids.put(piece.text(), ids.size()));
        if (ids.size() < model.pieces().size()) {
            throw new InvalidInputException(model.file() + " has a piece twice; it is damaged");
        }
        return ids;
    }

    /** The pieces that are found before others: what the model says, and the special tokens of its class. */
    private JsonArray addedTokens(List<String> special) {
        Set<String> names = new HashSet<>(special);
        JsonArray added = new JsonArray();
        for (int id = 0; id < model.pieces().size(); id++) {
            SentencePiece piece = model.pieces().get(id);
            if (piece.isAdded() || names.contains(piece.text())) {
                JsonObject token = AddedTokensJson.special(piece.text(), id);
                token.addProperty("special", piece.isControl() || names.contains(piece.text()));
                added.add(token);
            }
        }
        return added;
    }

    private static JsonObject document(
            JsonArray added,
            JsonElement normalizer,
            JsonElement preTokenizer,
            JsonObject postProcessor,
            JsonObject decoder,
            JsonObject model) {
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        json.add("added_tokens", added);
        json.add("normalizer", normalizer);
        json.add("pre_tokenizer", preTokenizer);
        json.add("post_processor", postProcessor);
        json.add("decoder", decoder);
        json.add("model", model);
        return json;
    }

    private static JsonObject metaspace(String scheme, boolean split) {
        JsonObject part = TokenizerPart.of("Metaspace");
        part.addProperty("replacement", SPACE);
        part.addProperty("prepend_scheme", scheme);
        part.addProperty("split", split);
        return part;
    }

    private static JsonObject strip() {
        JsonObject part = TokenizerPart.of("Strip");
        part.addProperty("content", " ");
        part.addProperty("start", 1);
        part.addProperty("stop", 0);
        return part;
    }

    private JsonObject around(List<String> begin, List<String> end, int secondSegment) {
        Map<String, Integer> ids = ids();
        TemplateJson template = new TemplateJson();
        begin.forEach(token -> template.token(token, ids.getOrDefault(token, 0)));
        template.text();
        end.forEach(token -> template.token(token, ids.getOrDefault(token, 0)));
        begin.stream()
                .filter(token -> secondSegment == 1)
                .forEach(token -> template.pairToken(token, ids.getOrDefault(token, 0), secondSegment));
        template.secondText(secondSegment);
        end.forEach(token -> template.pairToken(token, ids.getOrDefault(token, 0), secondSegment));
        return template.json();
    }
}
