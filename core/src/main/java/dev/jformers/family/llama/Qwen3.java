package dev.jformers.family.llama;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** Qwen3 (Yang et al. 2025): Llama whose queries and keys are normalised head by head. */
public final class Qwen3 implements Family {

    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        boolean bias = config.flag("attention_bias", false);
        return new LlamaLike(bias, bias, LlamaLike.norm(config), QwenWindow.of(config), LlamaLike.gated(config, false))
                .transformer(config.withAbsent("num_key_value_heads", 32).withAbsent("head_dim", 128));
    }

    @Override
    public List<Architecture> architectures() {
        return LlamaLike.architectures("Qwen3");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return LlamaLike.allNames(config);
    }
}
