package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;

/** The parts of a {@code tokenizer.json} for byte-pair encoding over the letters of bytes, as GPT-2 has them. */
public final class ByteLevelJson {

    private ByteLevelJson() {}

    /**
     * What splits texts into words of letters, and joins the letters of tokens.
     *
     * @param space whether a text gets a space at its beginning
     */
    public static JsonObject part(boolean space) {
        JsonObject part = TokenizerPart.of("ByteLevel");
        part.addProperty("add_prefix_space", space);
        part.addProperty("trim_offsets", true);
        part.addProperty("use_regex", true);
        return part;
    }

    /**
     * @param affix what stands for "no prefix and no suffix of words": JSON's null or an empty text, which mean the same
     * @param vocabulary the id of each token
     * @param merges in the order in which they are made
     */
    public static JsonObject model(JsonElement affix, JsonObject vocabulary, JsonArray merges) {
        JsonObject model = TokenizerPart.of("BPE");
        model.add("dropout", JsonNull.INSTANCE);
        model.add("unk_token", JsonNull.INSTANCE);
        model.add("continuing_subword_prefix", affix);
        model.add("end_of_word_suffix", affix);
        for (String key : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            model.addProperty(key, false);
        }
        model.add("vocab", vocabulary);
        model.add("merges", merges);
        return model;
    }
}
