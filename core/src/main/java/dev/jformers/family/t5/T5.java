package dev.jformers.family.t5;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import java.util.Set;

/** T5 (Raffel et al. 2020), version 1.0 and 1.1. */
public final class T5 implements Family {

    private static final T5Like SHAPE = new T5Like("T5", "relu", -1);

    @Override
    public String modelType() {
        return "t5";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        return SHAPE.transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return SHAPE.architectures(T5::head);
    }

    /**
     * Version 1.0 shares the table of embeddings with the output and scales what goes in. Of version 1.1, which does neither,
     * a config may say that it shares it though the file has an output of its own.
     */
    private static CausalLanguageModel head(ConfigJson config, Set<String> names) {
        boolean tied = config.flag("tie_word_embeddings", true);
        boolean scaled = config.flag("scale_decoder_outputs", tied);
        boolean separate = !scaled && names.contains(T5Like.OUTPUT + ".weight");
        return new CausalLanguageModel(tied && !separate, false, scaled ? 1 / Math.sqrt(config.size("d_model")) : 1, 0);
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return SHAPE.tensorNames(config);
    }

    @Override
    public double standardDeviation(ConfigJson config, String path) {
        return T5Like.standardDeviation(config, path);
    }
}
