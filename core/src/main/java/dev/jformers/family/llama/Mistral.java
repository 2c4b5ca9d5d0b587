package dev.jformers.family.llama;

import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** Mistral (Jiang et al. 2023): Llama with a sliding window. */
public final class Mistral implements Family {

    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        Pattern pattern = LlamaLike.windowed(config);
        return new LlamaLike(false, false, null, layer -> pattern, LlamaLike.gated(config, false))
                .transformer(config.withAbsent("num_key_value_heads", 8));
    }

    @Override
    public List<Architecture> architectures() {
        return LlamaLike.architectures("Mistral");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return LlamaLike.allNames(config);
    }
}
