package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StoredTensor;
import java.util.Optional;

/** A kind of model that GGUF files hold: how its settings and tensors read as Hugging Face's. */
sealed interface GgufArchitecture permits LlamaArchitecture, Gpt2Architecture {

    String ARCHITECTURE = "general.architecture";

    /**
     * @throws InvalidInputException if the architecture is not known, or lacks a setting
     */
    static GgufArchitecture of(GgufFile file) {
        String name = file.metadata()
                .text(ARCHITECTURE)
                .orElseThrow(() -> file.metadata().missing(ARCHITECTURE));
        return switch (name) {
            case "llama", "qwen2" -> new LlamaArchitecture(file, name);
            case "gpt2" -> new Gpt2Architecture(file);
            default ->
                throw new InvalidInputException(
                        file.file() + " holds a " + name + " model but llama, qwen2 and gpt2 can be imported");
        };
    }

    /** The name that GGUF gives it. */
    String name();

    /** Settings by the keys of {@code config.json}. */
    JsonObject config();

    /** Whether a tensor can be left out, for what it holds follows from the settings. */
    boolean dispensable(String name);

    /** A tensor under Hugging Face's name and in its layout; empty if it belongs to no such model. */
    Optional<StoredTensor> tensor(StoredTensor stored);
}
