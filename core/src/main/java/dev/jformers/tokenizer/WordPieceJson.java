package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
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
        json.add("pre_tokenizer", typed("BertPreTokenizer"));
        json.add("post_processor", template(ids));
        JsonObject decoder = typed("WordPiece");
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
        JsonObject normalizer = typed("BertNormalizer");
        normalizer.addProperty("clean_text", true);
        normalizer.addProperty("handle_chinese_chars", true);
        normalizer.add("strip_accents", JsonNull.INSTANCE);
        normalizer.addProperty("lowercase", lowerCase);
        return normalizer;
    }

    private static JsonObject template(JsonObject ids) {
        JsonArray single = list(special(CLS, 0), sequence("A", 0), special(SEP, 0));
        JsonArray pair = list(special(CLS, 0), sequence("A", 0), special(SEP, 0), sequence("B", 1), special(SEP, 1));
        JsonObject tokens = new JsonObject();
        tokens.add(CLS, specialToken(ids, CLS));
        tokens.add(SEP, specialToken(ids, SEP));
        JsonObject template = typed("TemplateProcessing");
        template.add("single", single);
        template.add("pair", pair);
        template.add("special_tokens", tokens);
        return template;
    }

    private static JsonObject specialToken(JsonObject ids, String token) {
        JsonArray id = new JsonArray();
        id.add(id(ids, token));
        JsonArray content = new JsonArray();
        content.add(token);
        JsonObject special = new JsonObject();
        special.addProperty("id", token);
        special.add("ids", id);
        special.add("tokens", content);
        return special;
    }

    private static JsonObject special(String token, int type) {
        return wrapped("SpecialToken", token, type);
    }

    private static JsonObject sequence(String name, int type) {
        return wrapped("Sequence", name, type);
    }

    private static JsonObject wrapped(String kind, String id, int type) {
        JsonObject piece = new JsonObject();
        piece.addProperty("id", id);
        piece.addProperty("type_id", type);
        JsonObject wrapped = new JsonObject();
        wrapped.add(kind, piece);
        return wrapped;
    }

    private static JsonObject model(JsonObject ids) {
        JsonObject model = typed("WordPiece");
        model.addProperty("unk_token", "[UNK]");
        model.addProperty("continuing_subword_prefix", "##");
        model.addProperty("max_input_chars_per_word", 100);
        model.add("vocab", ids);
        return model;
    }

    private static JsonObject typed(String type) {
        JsonObject object = new JsonObject();
        object.addProperty("type", type);
        return object;
    }

    private static JsonArray list(JsonElement... elements) {
        JsonArray list = new JsonArray();
        for (JsonElement element : elements) {
            list.add(element);
        }
        return list;
    }

    private static int id(JsonObject ids, String token) {
        return ids.get(token).getAsInt();
    }
}
