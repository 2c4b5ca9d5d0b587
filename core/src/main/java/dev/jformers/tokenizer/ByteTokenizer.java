package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A token a byte of UTF-8, so that no text is unknown and no vocabulary is needed: ids 0 to 255 are the bytes, 256 ends a text, 257
 * is padding, and behind them come T5's sentinels. It adds no special token to a text.
 *
 * @param extraIds number of sentinels, {@code <extra_id_0>} and so on
 */
public record ByteTokenizer(int extraIds) implements TokenizerFiles {

    private static final int BYTES = 256;
    private static final String END = "</s>";
    private static final String PADDING = "<pad>";

    private List<String> specialTokens() {
        List<String> tokens = new ArrayList<>(List.of(END, PADDING));
        tokens.addAll(sentinels());
        return tokens;
    }

    private List<String> sentinels() {
        return IntStream.range(0, extraIds).mapToObj(Sentinels::token).toList();
    }

    @Override
    public int vocabularySize() {
        return BYTES + specialTokens().size();
    }

    @Override
    public void addTo(HuggingFaceFolderWriter model, long maxLength) {
        model.json("tokenizer.json", json()).json("tokenizer_config.json", config(maxLength));
    }

    private JsonObject config(long maxLength) {
        JsonObject config = new JsonObject();
        config.addProperty("clean_up_tokenization_spaces", false);
        config.addProperty("eos_token", END);
        config.addProperty("model_max_length", maxLength);
        config.addProperty("pad_token", PADDING);
        config.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
        if (extraIds > 0) {
            JsonArray additional = new JsonArray();
            sentinels().forEach(additional::add);
            config.add("additional_special_tokens", additional);
        }
        return config;
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        json.add("added_tokens", AddedTokensJson.of(specialTokens(), BYTES));
        json.add("normalizer", JsonNull.INSTANCE);
        json.add("pre_tokenizer", ByteLevelJson.part(false));
        json.add("post_processor", JsonNull.INSTANCE);
        json.add("decoder", ByteLevelJson.part(false));
        json.add("model", model());
        return json;
    }

    /** Byte-pair encoding without a merge. */
    private static JsonObject model() {
        JsonObject vocabulary = new JsonObject();
        for (int value = 0; value < BYTES; value++) {
            vocabulary.addProperty(Character.toString(ByteLetters.letter(value)), value);
        }
        return ByteLevelJson.model(JsonNull.INSTANCE, vocabulary, new JsonArray());
    }
}
