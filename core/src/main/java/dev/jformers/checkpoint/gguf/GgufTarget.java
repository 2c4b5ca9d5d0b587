package dev.jformers.checkpoint.gguf;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StoredTensor;
import java.util.List;
import java.util.Optional;

/** A kind of model that can be written as GGUF: how Hugging Face's settings and tensors are called there. */
sealed interface GgufTarget permits LlamaTarget, Gpt2Target {

    /**
     * @throws InvalidInputException if there is no GGUF of such a model
     */
    static GgufTarget of(ModelSettings settings) {
        String architecture = settings.architecture();
        return switch (architecture) {
            case "LlamaForCausalLM" -> new LlamaTarget(settings, "llama");
            case "Qwen2ForCausalLM" -> new LlamaTarget(settings, "qwen2");
            case "GPT2LMHeadModel" -> new Gpt2Target(settings);
            default ->
                throw new InvalidInputException("architectures is " + architecture
                        + " but LlamaForCausalLM, Qwen2ForCausalLM and GPT2LMHeadModel can be written as GGUF; choose"
                        + " another format");
        };
    }

    /** The name that GGUF gives it. */
    String name();

    /** Writes the sizes. */
    void addSettings(GgufWriter writer);

    /** Tensors that follow from the settings. */
    List<StoredTensor> computed();

    /** A tensor under GGUF's name and in its layout; empty if there is none. */
    Optional<StoredTensor> tensor(StoredTensor stored);
}
