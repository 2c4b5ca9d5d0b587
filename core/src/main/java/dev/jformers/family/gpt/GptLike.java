package dev.jformers.family.gpt;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
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
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A decoder with learned positions and layer norm, whose matrices lie as {@code [in, out]}.
 *
 * @param placement where the norms of a layer stand
 * @param finalNorm whether a norm ends the stack
 * @param feedForward the network that works on each token by itself
 * @param scale what the scores of a layer are multiplied by, by its place
 */
record GptLike(NormPlacement placement, boolean finalNorm, Plain feedForward, IntToDoubleFunction scale) {

    static int headDim(ConfigJson config) {
        return config.quotient("n_embd", "n_head");
    }

    TransformerConfig transformer(ConfigJson config) {
        config.requireOnly("add_cross_attention", false);
        config.passOver(
                "summary_type",
                "summary_use_proj",
                "summary_activation",
                "summary_proj_to_labels",
                "summary_first_dropout",
                "reorder_and_upcast_attn");
        Norm norm = new LayerNorm(config.number("layer_norm_epsilon", 1e-5));
        EmbeddingConfig embedding = new EmbeddingConfig(
                1, new Learned(config.size("n_positions")), 0, null, config.rate("embd_pdrop", 0.1));
        List<LayerConfig> layers = IntStream.range(0, config.parts("n_layer"))
                .mapToObj(place -> layer(config, norm, place))
                .toList();
        return new TransformerConfig(
                config.size("vocab_size"),
                -1,
                config.size("n_embd"),
                new Stacks.DecoderOnly(StackConfig.of(embedding, layers, finalNorm ? norm : null)),
                config.rate("resid_pdrop", 0.1));
    }

    private LayerConfig layer(ConfigJson config, Norm norm, int place) {
        MultiHead attention = MultiHead.of(
                        config.size("n_head"),
                        headDim(config),
                        new Pattern.Causal(),
                        new NoRelativePosition(),
                        config.rate("attn_pdrop", 0.1))
                .withScale(scale.applyAsDouble(place));
        return new LayerConfig(
                attention, feedForward, norm, new LayerLayout.Sequential(placement), config.rate("resid_pdrop", 0.1));
    }

    /** All names but those of the embeddings and of the final norm. */
    static TensorNames.Builder names(ConfigJson config) {
        int hidden = config.size("n_embd");
        String layer = TensorNames.DECODER_LAYER;
        return DecoderTasks.name(TensorNames.withPrefix("transformer."), config, "classifier")
                .fusedAttention(layer + "attention\\.", "h.$1.attn.c_attn.", true, Slice.of(hidden, hidden, hidden))
                .transposed(layer + "attention\\.output\\.", "h.$1.attn.c_proj.")
                .map(layer + "attentionNorm\\.\\w+\\.", "h.$1.ln_1.")
                .transposed(layer + "feedForward\\.up\\.", "h.$1.mlp.c_fc.")
                .transposed(layer + "feedForward\\.down\\.", "h.$1.mlp.c_proj.")
                .map(layer + "feedForwardNorm\\.\\w+\\.", "h.$1.ln_2.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight");
    }
}
