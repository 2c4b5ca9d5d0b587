package dev.jformers.tokenizer.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.tokenizer.AddedTokensJson;
import dev.jformers.tokenizer.TemplateJson;
import java.util.List;
import java.util.Optional;

/**
 * Puts a {@code tokenizer.json} together.
 *
 * @param specialTokens have the ids from 0 on
 * @param normalizers what happens to a text first
 * @param preTokenizer how it is split
 * @param decoder how tokens become a text
 */
record TokenizerAssembly(
        List<String> specialTokens, List<Normalizer> normalizers, PreTokenizer preTokenizer, JsonObject decoder) {

    /** With a mask that takes the space before it, because the token it stands for has that space in it. */
    JsonObject json(JsonObject model, boolean spaceInTokens) {
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        json.add("added_tokens", addedTokens(spaceInTokens));
        json.add("normalizer", Normalizer.json(normalizers));
        json.add("pre_tokenizer", preTokenizer.json());
        json.add("post_processor", postProcessor());
        json.add("decoder", decoder);
        json.add("model", model);
        return json;
    }

    private JsonArray addedTokens(boolean spaceInTokens) {
        JsonArray tokens = AddedTokensJson.of(specialTokens, 0);
        SpecialRole.MASK
                .in(specialTokens)
                .filter(mask -> spaceInTokens)
                .ifPresent(mask -> tokens.get(specialTokens.indexOf(mask))
                        .getAsJsonObject()
                        .addProperty("lstrip", true));
        return tokens;
    }

    /** BERT's around a text where there are its tokens, else begin and end of a text, as far as they are there. */
    private JsonElement postProcessor() {
        Optional<String> cls = SpecialRole.CLS.in(specialTokens);
        Optional<String> sep = SpecialRole.SEP.in(specialTokens);
        if (cls.isPresent() && sep.isPresent()) {
            return around(cls, sep, 1);
        }
        Optional<String> begin = SpecialRole.BOS.in(specialTokens);
        Optional<String> end = SpecialRole.EOS.in(specialTokens).filter(token -> !token.equals("<|endoftext|>"));
        if (begin.isPresent() || end.isPresent()) {
            return around(begin, end, 0);
        }
        return preTokenizer instanceof ByteLevelWords words ? words.json() : JsonNull.INSTANCE;
    }

    private JsonObject around(Optional<String> begin, Optional<String> end, int secondSegment) {
        TemplateJson template = new TemplateJson();
        begin.ifPresent(token -> template.token(token, specialTokens.indexOf(token)));
        template.text();
        end.ifPresent(token -> template.token(token, specialTokens.indexOf(token)));
        template.secondText(secondSegment);
        end.ifPresent(token -> template.pairToken(token, specialTokens.indexOf(token), secondSegment));
        return template.json();
    }
}
