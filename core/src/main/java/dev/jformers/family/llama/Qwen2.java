package dev.jformers.family.llama;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** Qwen2 (Yang et al. 2024): Llama with biases of queries, keys and values, and a window in the later layers. */
public final class Qwen2 implements Family {

    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        return new LlamaLike(true, false, null, QwenWindow.of(config), LlamaLike.gated(config, false))
                .transformer(config.withAbsent("num_key_value_heads", 32));
    }

    @Override
    public List<Architecture> architectures() {
        return LlamaLike.architectures("Qwen2");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return LlamaLike.allNames(config);
    }
}
