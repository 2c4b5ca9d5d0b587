package dev.jformers.family.llama;

import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.StoredTensor.Slice;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** Phi-3 and Phi-4 (Abdin et al. 2024): Llama with fused maps, and with rotary positions that are stretched wave by wave. */
public final class Phi3 implements Family {

    @Override
    public String modelType() {
        return "phi3";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.requireOnly("resid_pdrop", 0);
        config.requireOnly("embd_pdrop", 0);
        ConfigJson filled = config.withDefault("rms_norm_eps", 1e-5)
                .withDefault("max_position_embeddings", 4096)
                .withDefault("original_max_position_embeddings", 4096);
        Pattern pattern = LlamaLike.windowed(config);
        return new LlamaLike(false, false, null, layer -> pattern, LlamaLike.gated(config, false)).transformer(filled);
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder(
                "Phi3Model", "Phi3ForCausalLM", false, DecoderTasks.sequences("Phi3", -1), DecoderTasks.tokens("Phi3"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        long headDim = LlamaLike.headDim(config);
        long queries = config.size("num_attention_heads") * headDim;
        long keys = config.size("num_key_value_heads", config.size("num_attention_heads")) * headDim;
        int intermediate = config.size("intermediate_size");
        return LlamaLike.names(config)
                .fusedAttention(
                        LlamaLike.layer("attention\\."),
                        "layers.$1.self_attn.qkv_proj.",
                        false,
                        Slice.of(queries, keys, keys))
                .fused(
                        LlamaLike.layer("feedForward\\."),
                        List.of("gate", "up"),
                        "layers.$1.mlp.gate_up_proj.",
                        false,
                        Slice.of(intermediate, intermediate))
                .map(LlamaLike.layer("feedForward\\.down\\."), "layers.$1.mlp.down_proj.")
                .build();
    }
}
