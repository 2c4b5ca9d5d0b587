package dev.jformers.family.llama;

import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.FeedForward;
import dev.jformers.layer.MixtureOfExperts;
import dev.jformers.layer.Router;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** Mixtral (Jiang et al. 2024): Llama with a mixture of experts in each layer. */
public final class Mixtral implements Family {

    @Override
    public String modelType() {
        return "mixtral";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.requireOnly("router_jitter_noise", 0);
        ConfigJson filled = config.withDefault("rms_norm_eps", 1e-5)
                .withDefault("rope_theta", 1_000_000)
                .withAbsent("num_key_value_heads", 8);
        Pattern pattern = LlamaLike.windowed(config);
        return new LlamaLike(false, false, null, layer -> pattern, experts(config)).transformer(filled);
    }

    private static FeedForward experts(ConfigJson config) {
        int experts = config.parts(config.either("num_local_experts", "num_experts"), 8);
        int chosen = config.size("num_experts_per_tok", 2);
        config.requireAtMost("num_experts_per_tok", chosen, "num_local_experts", experts);
        boolean balanced = config.flag("output_router_logits", false);
        return new MixtureOfExperts(
                experts,
                config.size("intermediate_size"),
                config.activation("hidden_act", "silu"),
                Router.ofTop(chosen, balanced ? config.number("router_aux_loss_coef", 0.001) : 0),
                null);
    }

    @Override
    public List<Architecture> architectures() {
        return LlamaLike.architectures("Mixtral");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        String expert = "layers.$1.block_sparse_moe.experts.$2.";
        return LlamaLike.separateNames(config)
                .map(LlamaLike.layer("feedForward\\.router\\."), "layers.$1.block_sparse_moe.gate.")
                .map(LlamaLike.layer("feedForward\\.expert(\\d+)\\.gate\\."), expert + "w1.")
                .map(LlamaLike.layer("feedForward\\.expert(\\d+)\\.down\\."), expert + "w2.")
                .map(LlamaLike.layer("feedForward\\.expert(\\d+)\\.up\\."), expert + "w3.")
                .build();
    }
}
