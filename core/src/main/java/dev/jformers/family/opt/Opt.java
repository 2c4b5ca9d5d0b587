package dev.jformers.family.opt;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
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
import dev.jformers.position.Counting;
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OPT (Zhang et al. 2022): a decoder whose positions are counted by the mask; the one of 350m is normalised after each sublayer. */
public final class Opt implements Family {

    /** The row of position 0; the rows before it are leftovers of another numbering, one of which padding reads. */
    private static final int OFFSET = 2;

    @Override
    public String modelType() {
        return "opt";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.requireOnly("layer_norm_elementwise_affine", true);
        config.requireOnly("layerdrop", 0);
        int hidden = config.size("hidden_size");
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(1),
                config.size("word_embed_proj_dim", hidden),
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(
                        embedding(config),
                        Collections.nCopies(config.parts("num_hidden_layers"), layer(config)),
                        finalNorm(config))),
                config.rate("dropout", 0.1));
    }

    private static EmbeddingConfig embedding(ConfigJson config) {
        long rows = (long) config.size("max_position_embeddings") + OFFSET;
        return new EmbeddingConfig(
                1, new Learned(rows, OFFSET, Counting.ATTENDED, -1), 0, null, 0, EmbeddingConfig.Bridge.BOTH_ENDS);
    }

    private static LayerConfig layer(ConfigJson config) {
        int headDim = config.quotient("hidden_size", "num_attention_heads");
        boolean bias = config.flag("enable_bias", true);
        MultiHead attention = MultiHead.of(
                        config.size("num_attention_heads"),
                        headDim,
                        new Pattern.Causal(),
                        new NoRelativePosition(),
                        config.rate("attention_dropout", 0))
                .withBiases(bias, bias);
        return new LayerConfig(
                attention,
                new Plain(config.size("ffn_dim"), config.activation("activation_function", "relu"), 0, bias),
                norm(),
                new LayerLayout.Sequential(normalisesFirst(config) ? NormPlacement.PRE : NormPlacement.POST),
                config.rate("dropout", 0.1));
    }

    private static Norm norm() {
        return new LayerNorm(1e-5);
    }

    private static boolean normalisesFirst(ConfigJson config) {
        return config.flag("do_layer_norm_before", true);
    }

    private static @Nullable Norm finalNorm(ConfigJson config) {
        return normalisesFirst(config) && !config.flag("_remove_final_layer_norm", false) ? norm() : null;
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder(
                "OPTModel", "OPTForCausalLM", true, DecoderTasks.sequences("OPT", 1), DecoderTasks.spans("OPT"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        String layer = TensorNames.DECODER_LAYER;
        String place = normalisesFirst(config) ? "opening" : "following";
        return DecoderTasks.name(TensorNames.withPrefix("model."), config, "classifier")
                .map("transformer\\.word\\.", "decoder.embed_tokens.")
                .map("transformer\\.decoder\\.embeddings\\.position\\.", "decoder.embed_positions.")
                .map("transformer\\.decoder\\.embeddings\\.projection\\.", "decoder.project_in.")
                .map("transformer\\.decoder\\.projection\\.", "decoder.project_out.")
                .map("transformer\\.decoder\\.finalNorm\\.", "decoder.final_layer_norm.")
                .map(layer + "attention\\.query\\.", "decoder.layers.$1.self_attn.q_proj.")
                .map(layer + "attention\\.key\\.", "decoder.layers.$1.self_attn.k_proj.")
                .map(layer + "attention\\.value\\.", "decoder.layers.$1.self_attn.v_proj.")
                .map(layer + "attention\\.output\\.", "decoder.layers.$1.self_attn.out_proj.")
                .map(layer + "attentionNorm\\." + place + "\\.", "decoder.layers.$1.self_attn_layer_norm.")
                .map(layer + "feedForward\\.up\\.", "decoder.layers.$1.fc1.")
                .map(layer + "feedForward\\.down\\.", "decoder.layers.$1.fc2.")
                .map(layer + "feedForwardNorm\\." + place + "\\.", "decoder.layers.$1.final_layer_norm.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight")
                .build();
    }

    @Override
    public double standardDeviation(ConfigJson config, String path) {
        return config.number("init_std", 0.02);
    }
}
