package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of an architecture, whose keys begin with its name. */
final class GgufSettings {

    private static final long MOST = 1L << 31;

    private static final Map<String, String> TOKENS = Map.of(
            "bos_token_id", "tokenizer.ggml.bos_token_id",
            "eos_token_id", "tokenizer.ggml.eos_token_id",
            "pad_token_id", "tokenizer.ggml.padding_token_id");

    private final GgufFile file;
    private final String architecture;

    GgufSettings(GgufFile file, String architecture) {
        this.file = file;
        this.architecture = architecture;
    }

    long hidden() {
        return required("embedding_length");
    }

    /** The number of layers, found to be that of the layers that have tensors. */
    long layers() {
        long layers = required("block_count");
        long present = file.tensors().tensors().keySet().stream()
                .flatMap(name -> BlockNames.layer(name).stream())
                .distinct()
                .count();
        if (layers != present) {
            throw new InvalidInputException(file.file() + ": " + key("block_count") + " is " + layers
                    + " but there are tensors of " + present + " layers; the file is not whole, or says so wrongly");
        }
        return layers;
    }

    /** The number of attention heads, found to divide the hidden size. */
    long heads() {
        long heads = required("attention.head_count");
        if (hidden() % heads != 0) {
            throw new InvalidInputException(file.file() + ": " + key("embedding_length") + " is " + hidden()
                    + " but must be a multiple of " + key("attention.head_count") + " (" + heads + ")");
        }
        return heads;
    }

    long keyValueHeads() {
        return optional("attention.head_count_kv").orElseGet(this::heads);
    }

    long required(String setting) {
        return optional(setting).orElseThrow(() -> file.metadata().missing(key(setting)));
    }

    /** A setting that counts something, found to be positive; zero stands for none. */
    Optional<Long> optional(String setting) {
        Optional<Long> value = file.metadata().integer(key(setting));
        value.filter(count -> count < 0 || count > MOST).ifPresent(count -> {
            throw new InvalidInputException(file.file() + ": " + key(setting) + " is " + Long.toUnsignedString(count)
                    + " but must be positive and at most 2^31");
        });
        return value.filter(count -> count != 0);
    }

    double requiredNumber(String setting) {
        return number(setting).orElseThrow(() -> file.metadata().missing(key(setting)));
    }

    /** A setting that is a float of 32 bits, as the shortest decimal that stands for it. */
    Optional<Double> number(String setting) {
        Optional<Double> value = file.metadata().number(key(setting));
        value.filter(number -> !Double.isFinite(number)).ifPresent(number -> {
            throw new InvalidInputException(
                    file.file() + ": " + key(setting) + " is " + number + " but must be finite");
        });
        return value.map(number -> Double.parseDouble(Float.toString(number.floatValue())));
    }

    Optional<String> text(String setting) {
        return file.metadata().text(key(setting));
    }

    /** A config.json that says what the model is, and nothing yet of its settings; {@code model_type} is the architecture's name. */
    JsonObject newConfig(String huggingFaceClass) {
        JsonArray architectures = new JsonArray();
        architectures.add(huggingFaceClass);
        JsonObject config = new JsonObject();
        config.add("architectures", architectures);
        config.addProperty("model_type", architecture);
        return config;
    }

    /** What every architecture has: the vocabulary, the special tokens, and whether the embedding is the output layer. */
    void addCommon(JsonObject config) {
        try {
            config.addProperty("tie_word_embeddings", TiedWeights.in(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Long> embedding = file.tensors().info(TiedWeights.EMBEDDING).shape();
        if (embedding.size() != 2 || embedding.get(1) != hidden()) {
            throw new InvalidInputException(file.file() + ": tensor " + TiedWeights.EMBEDDING + " has shape "
                    + embedding + " but must have [vocab, " + hidden() + "]");
        }
        config.addProperty("vocab_size", embedding.get(0));
        TOKENS.forEach((name, key) -> file.metadata().integer(key).ifPresent(id -> config.addProperty(name, id)));
    }

    private String key(String setting) {
        return architecture + "." + setting;
    }
}
