package dev.jformers.family.bloom;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.StoredTensor.Slice;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.Activation;
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
import dev.jformers.position.Alibi;
import java.util.Collections;
import java.util.List;

/** BLOOM (Le Scao et al. 2022): a decoder normalised before each sublayer, with ALiBi and a norm of the embeddings. */
public final class Bloom implements Family {

    @Override
    public String modelType() {
        return "bloom";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.passOver("pretraining_tp", "slow_but_exact");
        config.requireOnly("apply_residual_connection_post_layernorm", false);
        int hidden = config.size(hiddenKey(config));
        Norm norm = new LayerNorm(config.number("layer_norm_epsilon", 1e-5));
        int layers = config.parts(config.either("n_layer", "num_hidden_layers"));
        return new TransformerConfig(
                config.size("vocab_size"),
                -1,
                hidden,
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(
                        new EmbeddingConfig(1, null, 0, norm, 0),
                        Collections.nCopies(layers, layer(config, hidden, norm)),
                        norm)),
                config.rate("hidden_dropout", 0));
    }

    private static String hiddenKey(ConfigJson config) {
        return config.either("n_embed", "hidden_size");
    }

    private static String headsKey(ConfigJson config) {
        return config.either("n_head", "num_attention_heads");
    }

    private static int headDim(ConfigJson config) {
        return config.quotient(hiddenKey(config), headsKey(config));
    }

    private static LayerConfig layer(ConfigJson config, int hidden, Norm norm) {
        return new LayerConfig(
                MultiHead.of(
                        config.size(headsKey(config)),
                        headDim(config),
                        new Pattern.Causal(),
                        new Alibi(),
                        config.rate("attention_dropout", 0)),
                new Plain(4L * hidden, Activation.GELU_TANH, 0, true),
                norm,
                new LayerLayout.Sequential(NormPlacement.PRE),
                config.rate("hidden_dropout", 0));
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder(
                "BloomModel",
                "BloomForCausalLM",
                true,
                DecoderTasks.sequences("Bloom", 3),
                DecoderTasks.tokens("Bloom"),
                DecoderTasks.spans("Bloom"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        int heads = config.size(headsKey(config));
        long headDim = headDim(config);
        String layer = TensorNames.DECODER_LAYER;
        String fused = "h.$1.self_attention.query_key_value.";
        return DecoderTasks.name(TensorNames.withPrefix("transformer."), config, "classifier")
                .map("transformer\\.word\\.", "word_embeddings.")
                .map("transformer\\.decoder\\.embeddings\\.norm\\.", "word_embeddings_layernorm.")
                .map("transformer\\.decoder\\.finalNorm\\.", "ln_f.")
                .fusedAttention(layer + "attention\\.", fused, false, Slice.byHead(heads, headDim, headDim, headDim))
                .map(layer + "attention\\.output\\.", "h.$1.self_attention.dense.")
                .map(layer + "attentionNorm\\.opening\\.", "h.$1.input_layernorm.")
                .map(layer + "feedForward\\.up\\.", "h.$1.mlp.dense_h_to_4h.")
                .map(layer + "feedForward\\.down\\.", "h.$1.mlp.dense_4h_to_h.")
                .map(layer + "feedForwardNorm\\.opening\\.", "h.$1.post_attention_layernorm.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight")
                .build();
    }
}
