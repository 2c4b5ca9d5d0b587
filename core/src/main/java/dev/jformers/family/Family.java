package dev.jformers.family;

import dev.jformers.model.TransformerConfig;
import java.util.List;

/** A published kind of model: how its {@code config.json} reads, and how its tensors are named. */
public interface Family {

    /** The {@code model_type} of its config.json. */
    String modelType();

    /**
     * @throws dev.jformers.InvalidInputException if a key is missing or its value is impossible
     */
    TransformerConfig transformer(ConfigJson config);

    /** What its models can be for; the first is the model without a head. */
    List<Architecture> architectures();

    /** How the tensors of a model of this config, with the head of its {@code architectures}, are stored. */
    TensorNames tensorNames(ConfigJson config);

    /** Whether the files of an encoder-decoder hold the sines and cosines of its positions, too, which nobody learns. */
    default boolean storesSinusoids(ConfigJson config) {
        return false;
    }

    /**
     * The standard deviation of a weight's first values.
     *
     * @param path of the parameter, see {@link dev.jformers.model.ParameterPaths}
     */
    default double standardDeviation(ConfigJson config, String path) {
        return config.number("initializer_range", 0.02);
    }
}
