package dev.jformers.family;

import com.google.gson.JsonObject;
import dev.jformers.head.Head;
import dev.jformers.model.TransformerConfig;
import java.util.Set;

/** A published kind of model: how its {@code config.json} reads, and how its tensors are named. */
public interface Family {

    /** The {@code model_type} of its config.json. */
    String modelType();

    /**
     * @throws dev.jformers.InvalidInputException if a key is missing or its value is impossible
     */
    TransformerConfig transformer(ConfigJson config);

    /**
     * What the folder's weights are for, by {@code architectures}.
     *
     * @param tensors canonical names of the tensors that are there
     * @throws dev.jformers.InvalidInputException if the architecture is not known
     */
    Head head(ConfigJson config, Set<String> tensors);

    /** The head that predicts masked tokens in a model of this config. */
    Head maskedLanguageModel(ConfigJson config);

    /**
     * @param config what the model was loaded with, left as it is
     * @return the config of the same model under another head
     */
    JsonObject withHead(JsonObject config, Head head);

    /**
     * @param path of a parameter, see {@link dev.jformers.model.ParameterPaths}
     * @param head of the model
     * @return the name of its tensor in a file that Hugging Face writes
     */
    String tensorName(String path, Head head);

    /**
     * @param tensor name of a tensor, as any file of this family may have it
     * @return the same name as {@link #tensorName} writes it for a model without a head
     */
    String canonical(String tensor);

    /** Whether a tensor, by its canonical name, belongs to some head of the family or can be derived from other tensors. */
    boolean dispensable(String canonical);
}
