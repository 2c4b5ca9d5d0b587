package dev.jformers.family.neox;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.RotaryJson;
import dev.jformers.family.StoredTensor.Slice;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Plain;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Rotary;
import java.util.Collections;
import java.util.List;

/** GPT-NeoX (Black et al. 2022), and Pythia: attention and feed-forward side by side, each with a norm, and partly turned heads. */
public final class GptNeoX implements Family {

    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.passOver("classifier_dropout", "max_position_embeddings", "is_decoder");
        int hidden = config.size("hidden_size");
        Norm norm = new LayerNorm(config.number("layer_norm_eps", 1e-5));
        double dropout = config.rate("hidden_dropout", 0);
        return new TransformerConfig(
                config.size("vocab_size"),
                -1,
                hidden,
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(
                        new EmbeddingConfig(1, dropout),
                        Collections.nCopies(config.parts("num_hidden_layers"), layer(config, norm)),
                        norm)),
                dropout);
    }

    private static LayerConfig layer(ConfigJson config, Norm norm) {
        return new LayerConfig(
                attention(config),
                new Plain(config.size("intermediate_size"), config.activation("hidden_act", "gelu"), 0, true),
                norm,
                isParallel(config) ? new LayerLayout.Parallel(false) : new LayerLayout.Sequential(NormPlacement.PRE),
                config.rate("hidden_dropout", 0));
    }

    private static MultiHead attention(ConfigJson config) {
        int headDim = config.quotient("hidden_size", "num_attention_heads");
        boolean bias = config.flag("attention_bias", true);
        ConfigJson rotary = config.withDefault("rope_theta", config.number("rotary_emb_base", 10_000))
                .withDefault("partial_rotary_factor", config.number("rotary_pct", 0.25));
        return MultiHead.of(
                        config.size("num_attention_heads"),
                        headDim,
                        new Pattern.Causal(),
                        RotaryJson.read(rotary, headDim, Rotary.Layout.HALVES),
                        config.rate("attention_dropout", 0))
                .withBiases(bias, bias);
    }

    private static boolean isParallel(ConfigJson config) {
        return config.flag("use_parallel_residual", true);
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder(
                "GPTNeoXModel",
                "GPTNeoXForCausalLM",
                false,
                DecoderTasks.sequences("GPTNeoX", -1),
                DecoderTasks.tokens("GPTNeoX"),
                DecoderTasks.spans("GPTNeoX"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        int heads = config.size("num_attention_heads");
        long headDim = config.size("hidden_size") / heads;
        String layer = TensorNames.DECODER_LAYER;
        String fused = "layers.$1.attention.query_key_value.";
        return DecoderTasks.name(TensorNames.withPrefix("gpt_neox."), config, "classifier")
                .map("transformer\\.word\\.", "embed_in.")
                .map("transformer\\.decoder\\.finalNorm\\.", "final_layer_norm.")
                .fusedAttention(layer + "attention\\.", fused, false, Slice.byHead(heads, headDim, headDim, headDim))
                .map(layer + "attention\\.output\\.", "layers.$1.attention.dense.")
                .map(layer + "(attentionNorm\\.opening|norm)\\.", "layers.$1.input_layernorm.")
                .map(layer + "feedForward\\.up\\.", "layers.$1.mlp.dense_h_to_4h.")
                .map(layer + "feedForward\\.down\\.", "layers.$1.mlp.dense_4h_to_h.")
                .map(layer + "feedForwardNorm\\.(opening\\.)?", "layers.$1.post_attention_layernorm.")
                .head("head\\.", "embed_out.")
                .dispensable("embed_out\\.weight", "layers\\.\\d+\\.attention\\.((masked_)?bias|rotary_emb\\.inv_freq)")
                .build();
    }
}
