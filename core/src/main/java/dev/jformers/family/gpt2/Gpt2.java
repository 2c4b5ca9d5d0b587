package dev.jformers.family.gpt2;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.StoredTensor.Slice;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.Features;
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
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;
import java.util.ArrayList;
import java.util.List;

/** GPT-2 (Radford et al. 2019): a decoder normalised before each sublayer, with learned positions. */
public final class Gpt2 implements Family {

    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int hidden = config.size("n_embd");
        Norm norm = new LayerNorm(config.number("layer_norm_epsilon", 1e-5));
        EmbeddingConfig embedding = new EmbeddingConfig(
                1, new Learned(config.size("n_positions")), 0, null, config.rate("embd_pdrop", 0.1));
        List<LayerConfig> layers = new ArrayList<>();
        for (int i = 0; i < config.size("n_layer"); i++) {
            layers.add(layer(config, hidden, norm, i));
        }
        return new TransformerConfig(
                config.size("vocab_size"),
                -1,
                hidden,
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(embedding, layers, norm)),
                config.rate("resid_pdrop", 0.1));
    }

    private static LayerConfig layer(ConfigJson config, int hidden, Norm norm, int place) {
        int heads = config.size("n_head");
        config.requireMultiple("n_embd", hidden, "n_head", heads);
        int headDim = hidden / heads;
        double scale = config.flag("scale_attn_weights", true) ? 1 / Math.sqrt(headDim) : 1;
        if (config.flag("scale_attn_by_inverse_layer_idx", false)) {
            scale /= place + 1;
        }
        MultiHead attention = new MultiHead(
                heads,
                heads,
                headDim,
                true,
                true,
                null,
                scale,
                0,
                new Pattern.Causal(),
                new NoRelativePosition(),
                config.rate("attn_pdrop", 0.1));
        int inner = config.has("n_inner") ? config.size("n_inner") : 4 * hidden;
        return new LayerConfig(
                attention,
                null,
                new Plain(inner, config.activation("activation_function", "gelu_new"), 0, true),
                norm,
                new LayerLayout.Sequential(NormPlacement.PRE),
                config.rate("resid_pdrop", 0.1));
    }

    @Override
    public List<Architecture> architectures() {
        return List.of(
                new Architecture("GPT2Model", Features.class, (config, names) -> new Features(false)),
                new Architecture(
                        "GPT2LMHeadModel",
                        CausalLanguageModel.class,
                        (config, names) -> new CausalLanguageModel(config.flag("tie_word_embeddings", true))));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        int hidden = config.size("n_embd");
        String layer = "transformer\\.decoder\\.layer(\\d+)\\.";
        String fused = "h.$1.attn.c_attn.";
        return TensorNames.withPrefix("transformer.")
                .map("transformer\\.word\\.", "wte.")
                .map("transformer\\.decoder\\.embeddings\\.position\\.", "wpe.")
                .map("transformer\\.decoder\\.finalNorm\\.", "ln_f.")
                .slice(layer + "attention\\.query\\.", fused, true, Slice.of(0, 3, hidden))
                .slice(layer + "attention\\.key\\.", fused, true, Slice.of(1, 3, hidden))
                .slice(layer + "attention\\.value\\.", fused, true, Slice.of(2, 3, hidden))
                .transposed(layer + "attention\\.output\\.", "h.$1.attn.c_proj.")
                .map(layer + "attentionNorm\\.opening\\.", "h.$1.ln_1.")
                .transposed(layer + "feedForward\\.up\\.", "h.$1.mlp.c_fc.")
                .transposed(layer + "feedForward\\.down\\.", "h.$1.mlp.c_proj.")
                .map(layer + "feedForwardNorm\\.opening\\.", "h.$1.ln_2.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight", "h\\.\\d+\\.attn\\.(masked_)?bias")
                .build();
    }

    /** Weights that end a residual branch start smaller, by the number of branches (Radford et al. 2019, section 2.3). */
    @Override
    public double standardDeviation(ConfigJson config, String path) {
        double deviation = config.number("initializer_range", 0.02);
        boolean endsBranch = path.endsWith("attention.output.weight") || path.endsWith("feedForward.down.weight");
        return endsBranch ? deviation / Math.sqrt(2.0 * config.size("n_layer")) : deviation;
    }
}
