package dev.jformers.family.deepseek;

import dev.jformers.attention.MultiHeadLatent;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.RotaryJson;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.FeedForward;
import dev.jformers.layer.Gated;
import dev.jformers.layer.MixtureOfExperts;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.RmsNorm;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Rotary;
import dev.jformers.position.Yarn;
import java.util.List;
import java.util.stream.IntStream;

/** DeepSeek-V2 (DeepSeek-AI 2024): multi-head latent attention, and a mixture of experts in all layers but the first. */
public final class DeepseekV2 implements Family {

    /** Of the norms within attention, whatever the config says of the others. */
    private static final double LATENT_EPSILON = 1e-6;

    @Override
    public String modelType() {
        return "deepseek_v2";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.passOver(
                "head_dim",
                "max_position_embeddings",
                "n_group",
                "output_router_logits",
                "pretraining_tp",
                "qk_head_dim",
                "topk_group");
        config.requireOnly("norm_topk_prob", false);
        config.requireOnly("scoring_func", "softmax");
        config.requireOnly("moe_layer_freq", 1);
        int hidden = config.size("hidden_size");
        Norm norm = new RmsNorm(config.number("rms_norm_eps", 1e-6));
        int dense = config.count("first_k_dense_replace", 0);
        List<LayerConfig> layers = IntStream.range(0, config.parts("num_hidden_layers"))
                .mapToObj(place -> layer(config, norm, place < dense ? dense(config) : experts(config)))
                .toList();
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(-1),
                hidden,
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(new EmbeddingConfig(1, 0), layers, norm)),
                0);
    }

    private static LayerConfig layer(ConfigJson config, Norm norm, FeedForward feedForward) {
        return new LayerConfig(attention(config), feedForward, norm, new LayerLayout.Sequential(NormPlacement.PRE), 0);
    }

    private static MultiHeadLatent attention(ConfigJson config) {
        int heads = config.size("num_attention_heads");
        config.requireOnly("num_key_value_heads", heads);
        MultiHeadLatent.Sizes sizes = LatentTensors.sizes(config);
        return new MultiHeadLatent(
                heads,
                LatentTensors.queryRank(config),
                LatentTensors.keyValueRank(config),
                sizes,
                config.flag("attention_bias", false),
                new RmsNorm(LATENT_EPSILON),
                scale(config, sizes.content() + sizes.position()),
                new Pattern.Causal(),
                RotaryJson.read(config, Math.toIntExact(sizes.position()), Rotary.Layout.INTERLEAVED),
                config.rate("attention_dropout", 0));
    }

    /** Grows with the stretching of positions, where the config asks for that. */
    private static double scale(ConfigJson config, long headDim) {
        ConfigJson rope = RotaryJson.parameters(config);
        double factor = Yarn.attentionFactor(rope.number("factor", 1), rope.number("mscale_all_dim", 0));
        return factor * factor / Math.sqrt(headDim);
    }

    private static Gated dense(ConfigJson config) {
        return gated(config, config.size("intermediate_size"));
    }

    private static Gated gated(ConfigJson config, long size) {
        return new Gated(size, config.activation("hidden_act", "silu"), 0, config.flag("mlp_bias", false));
    }

    private static FeedForward experts(ConfigJson config) {
        int size = config.size("moe_intermediate_size", 1407);
        return new MixtureOfExperts(
                config.parts("n_routed_experts", 64),
                size,
                config.activation("hidden_act", "silu"),
                RouterJson.read(config),
                gated(config, (long) size * config.size("n_shared_experts", 2)));
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder(
                "DeepseekV2Model", "DeepseekV2ForCausalLM", false, DecoderTasks.sequences("DeepseekV2", -1));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        String layer = TensorNames.DECODER_LAYER;
        TensorNames.Builder names = DecoderTasks.name(TensorNames.withPrefix("model."), config, "score")
                .map("transformer\\.word\\.", "embed_tokens.")
                .map("transformer\\.decoder\\.finalNorm\\.", "norm.")
                .map(layer + "attentionNorm\\.opening\\.", "layers.$1.input_layernorm.")
                .map(layer + "feedForwardNorm\\.opening\\.", "layers.$1.post_attention_layernorm.")
                .map(layer + "feedForward\\.router\\.", "layers.$1.mlp.gate.")
                .map(layer + "feedForward\\.(gate|up|down)\\.", "layers.$1.mlp.$2_proj.")
                .map(layer + "feedForward\\.shared\\.(gate|up|down)\\.", "layers.$1.mlp.shared_experts.$2_proj.")
                .map(layer + "feedForward\\.expert(\\d+)\\.(gate|up|down)\\.", "layers.$1.mlp.experts.$2.$3_proj.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight", "layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");
        LatentTensors.addTo(names, config, layer + "attention\\.");
        return names.build();
    }
}
