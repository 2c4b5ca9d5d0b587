package dev.jformers.family.gpt;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.StoredTensor.Slice;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.Activation;
import dev.jformers.layer.LayerNorm;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** GPT (Radford et al. 2018): a decoder normalised after each sublayer, with learned positions. */
public final class Gpt implements Family {

    /** Its {@code gelu} is the tanh approximation. */
    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "relu", Activation.RELU,
            "silu", Activation.SILU,
            "swish", Activation.SILU,
            "gelu", Activation.GELU_TANH);

    @Override
    public String modelType() {
        return "openai-gpt";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int hidden = config.size("n_embd");
        EmbeddingConfig embedding = new EmbeddingConfig(
                1, new Learned(config.size("n_positions")), 0, null, config.rate("embd_pdrop", 0.1));
        List<LayerConfig> layers = Collections.nCopies(config.size("n_layer"), layer(config, hidden));
        return new TransformerConfig(
                config.size("vocab_size"),
                -1,
                hidden,
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(embedding, layers, null)),
                config.rate("resid_pdrop", 0.1));
    }

    private static LayerConfig layer(ConfigJson config, int hidden) {
        int heads = config.size("n_head");
        config.requireMultiple("n_embd", hidden, "n_head", heads);
        return new LayerConfig(
                MultiHead.of(
                        heads,
                        hidden / heads,
                        new Pattern.Causal(),
                        new NoRelativePosition(),
                        config.rate("attn_pdrop", 0.1)),
                null,
                new Plain(4L * hidden, config.choice("afn", "gelu", ACTIVATIONS), 0, true),
                new LayerNorm(config.number("layer_norm_epsilon", 1e-5)),
                new LayerLayout.Sequential(NormPlacement.POST),
                config.rate("resid_pdrop", 0.1));
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder("OpenAIGPTModel", "OpenAIGPTLMHeadModel", true);
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        int hidden = config.size("n_embd");
        String layer = "transformer\\.decoder\\.layer(\\d+)\\.";
        String fused = "h.$1.attn.c_attn.";
        return TensorNames.withPrefix("transformer.")
                .map("transformer\\.word\\.", "tokens_embed.")
                .map("transformer\\.decoder\\.embeddings\\.position\\.", "positions_embed.")
                .slice(layer + "attention\\.query\\.", fused, true, Slice.of(0, 3, hidden))
                .slice(layer + "attention\\.key\\.", fused, true, Slice.of(1, 3, hidden))
                .slice(layer + "attention\\.value\\.", fused, true, Slice.of(2, 3, hidden))
                .transposed(layer + "attention\\.output\\.", "h.$1.attn.c_proj.")
                .map(layer + "attentionNorm\\.following\\.", "h.$1.ln_1.")
                .transposed(layer + "feedForward\\.up\\.", "h.$1.mlp.c_fc.")
                .transposed(layer + "feedForward\\.down\\.", "h.$1.mlp.c_proj.")
                .map(layer + "feedForwardNorm\\.following\\.", "h.$1.ln_2.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight", "h\\.\\d+\\.attn\\.bias", "position_ids")
                .build();
    }
}
