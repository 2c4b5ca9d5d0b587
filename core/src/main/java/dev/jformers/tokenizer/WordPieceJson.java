package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Collection;

/** Builds the {@code tokenizer.json} of BERT's tokenizer, part by part. */
final class WordPieceJson {

    private static final String CLS = "[CLS]";
    private static final String SEP = "[SEP]";

    private WordPieceJson() {}

    /**
     * @param ids each token's id
     * @param special the special tokens, all of them in the vocabulary
     * @param lowerCase whether case is lowered and accents are stripped
     */
    static JsonObject of(JsonObject ids, Collection<String> special, boolean lowerCase) {
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        json.add("added_tokens", addedTokens(ids, special));
        json.add("normalizer", normalizer(lowerCase));
        json.add("pre_tokenizer", TokenizerPart.of("BertPreTokenizer"));
        json.add("post_processor", template(ids));
        JsonObject decoder = TokenizerPart.of("WordPiece");
        decoder.addProperty("prefix", "##");
        decoder.addProperty("cleanup", true);
        json.add("decoder", decoder);
        json.add("model", model(ids));
        return json;
    }

    private static JsonArray addedTokens(JsonObject ids, Collection<String> special) {
        JsonArray tokens = new JsonArray();
        special.stream()
                .sorted((one, other) -> Integer.compare(id(ids, one), id(ids, other)))
                .forEach(token -> tokens.add(AddedTokensJson.special(token, id(ids, token))));
        return tokens;
    }

    private static JsonObject normalizer(boolean lowerCase) {
        JsonObject normalizer = TokenizerPart.of("BertNormalizer");
        normalizer.addProperty("clean_text", true);
        normalizer.addProperty("handle_chinese_chars", true);
        normalizer.add("strip_accents", JsonNull.INSTANCE);
        normalizer.addProperty("lowercase", lowerCase);
        return normalizer;
    }

    private static JsonObject template(JsonObject ids) {
        return new TemplateJson()
                .token(CLS, id(ids, CLS))
                .text()
                .token(SEP, id(ids, SEP))
                .secondText(1)
                .pairToken(SEP, id(ids, SEP), 1)
                .json();
    }

    private static JsonObject model(JsonObject ids) {
        JsonObject model = TokenizerPart.of("WordPiece");
        model.addProperty("unk_token", "[UNK]");
        model.addProperty("continuing_subword_prefix", "##");
        model.addProperty("max_input_chars_per_word", 100);
        model.add("vocab", ids);
        return model;
    }

    private static int id(JsonObject ids, String token) {
        return ids.get(token).getAsInt();
    }
}
