package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * The tokenizer of a GGUF file as Hugging Face has it.
 *
 * @param tokenizer {@code tokenizer.json}
 * @param config {@code tokenizer_config.json}
 */
record GgufTokenizer(JsonObject tokenizer, JsonObject config) {

    private static final String MODEL = "tokenizer.ggml.model";
    private static final String CHAT_TEMPLATE = "tokenizer.chat_template";

    /**
     * @throws UnsupportedTokenizerException if no {@code tokenizer.json} can do the same
     */
    static Optional<GgufTokenizer> of(GgufMetadata metadata) throws UnsupportedTokenizerException {
        Optional<String> model = metadata.text(MODEL);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        GgufVocabulary vocabulary = GgufVocabulary.read(metadata);
        return switch (model.get()) {
            case "gpt2" -> Optional.of(new ByteLevelTokenizer(metadata, vocabulary).convert());
            case "llama" -> Optional.of(new SentencePieceTokenizer(metadata, vocabulary).convert());
            default ->
                throw new UnsupportedTokenizerException("its kind is " + model.get()
                        + " but gpt2 and llama can be converted; use the original model's");
        };
    }

    /** Puts the parts of a tokenizer together. */
    static GgufTokenizer of(
            GgufMetadata metadata, GgufVocabulary vocabulary, TokenizerParts parts, boolean addsBeginning) {
        JsonObject tokenizer = new JsonObject();
        tokenizer.addProperty("version", "1.0");
        tokenizer.add("truncation", JsonNull.INSTANCE);
        tokenizer.add("padding", JsonNull.INSTANCE);
        tokenizer.add("added_tokens", vocabulary.addedTokens());
        tokenizer.add("normalizer", parts.normalizer());
        tokenizer.add("pre_tokenizer", parts.preTokenizer());
        boolean begins = metadata.flag("tokenizer.ggml.add_bos_token").orElse(addsBeginning);
        boolean ends = metadata.flag("tokenizer.ggml.add_eos_token").orElse(false);
        tokenizer.add(
                "post_processor",
                new SpecialTokenTemplate(
                                begins ? vocabulary.beginning() : Optional.empty(),
                                ends ? vocabulary.end() : Optional.empty())
                        .json(parts.postProcessor()));
        tokenizer.add("decoder", parts.decoder());
        tokenizer.add("model", parts.model());
        return new GgufTokenizer(tokenizer, config(metadata, vocabulary));
    }

    private static JsonObject config(GgufMetadata metadata, GgufVocabulary vocabulary) {
        JsonObject config = new JsonObject();
        config.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
        config.addProperty("clean_up_tokenization_spaces", false);
        vocabulary.named().forEach((name, token) -> config.addProperty(name, token));
        metadata.text(CHAT_TEMPLATE).ifPresent(template -> config.addProperty("chat_template", template));
        return config;
    }

    /** A part of {@code tokenizer.json}, of a type. */
    static JsonObject part(String type) {
        JsonObject part = new JsonObject();
        part.addProperty("type", type);
        return part;
    }

    /** Parts one after another under a key. */
    static JsonObject sequence(String key, JsonObject... parts) {
        JsonArray all = new JsonArray();
        for (JsonObject part : parts) {
            all.add(part);
        }
        JsonObject sequence = part("Sequence");
        sequence.add(key, all);
        return sequence;
    }
}
