package dev.jformers.family.llama;

import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** Llama 1 to 3 (Touvron et al. 2023; Dubey et al. 2024), and what reads like it. */
public final class Llama implements Family {

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        boolean bias = config.flag("attention_bias", false);
        return new LlamaLike(
                        bias,
                        bias,
                        null,
                        layer -> new Pattern.Causal(),
                        LlamaLike.gated(config, config.flag("mlp_bias", false)))
                .transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return LlamaLike.architectures("Llama");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return LlamaLike.allNames(config);
    }
}
