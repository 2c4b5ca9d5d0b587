package dev.jformers.family.gptj;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.Plain;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Rotary;
import dev.jformers.position.RotaryScaling;
import java.util.Collections;
import java.util.List;

/** GPT-J (Wang and Komatsuzaki 2021): attention and feed-forward side by side behind one norm, and heads turned in part. */
public final class GptJ implements Family {

    private static final double THETA = 10_000;

    @Override
    public String modelType() {
        return "gptj";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.passOver("n_positions");
        int hidden = config.size("n_embd");
        Norm norm = new LayerNorm(config.number("layer_norm_epsilon", 1e-5));
        EmbeddingConfig embedding = new EmbeddingConfig(1, config.rate("embd_pdrop", 0));
        return new TransformerConfig(
                config.size("vocab_size"),
                -1,
                hidden,
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(
                        embedding, Collections.nCopies(config.parts("n_layer"), layer(config, hidden, norm)), norm)),
                config.rate("resid_pdrop", 0));
    }

    private static LayerConfig layer(ConfigJson config, int hidden, Norm norm) {
        return new LayerConfig(
                attention(config),
                new Plain(
                        config.size("n_inner", 4 * hidden),
                        config.activation("activation_function", "gelu_new"),
                        0,
                        true),
                norm,
                new LayerLayout.Parallel(true),
                config.rate("resid_pdrop", 0));
    }

    private static MultiHead attention(ConfigJson config) {
        int headDim = config.quotient("n_embd", "n_head");
        int turned = config.size("rotary_dim", 64);
        if (turned % 2 != 0 || turned > headDim) {
            throw config.problem(
                    "rotary_dim is " + turned + " but must be even and at most n_embd / n_head (" + headDim + ").");
        }
        return MultiHead.of(
                        config.size("n_head"),
                        headDim,
                        new Pattern.Causal(),
                        new Rotary(turned, THETA, new RotaryScaling.None(), Rotary.Layout.INTERLEAVED),
                        config.rate("attn_pdrop", 0))
                .withBiases(false, false);
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofGenerator(
                "GPTJModel",
                "GPTJForCausalLM",
                config -> new CausalLanguageModel(config.flag("tie_word_embeddings", false), true, 1, 0),
                DecoderTasks.sequences("GPTJ", -1),
                DecoderTasks.spans("GPTJ"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        String layer = TensorNames.DECODER_LAYER;
        return DecoderTasks.name(TensorNames.withPrefix("transformer."), config, "classifier")
                .map("transformer\\.word\\.", "wte.")
                .map("transformer\\.decoder\\.finalNorm\\.", "ln_f.")
                .map(layer + "attention\\.query\\.", "h.$1.attn.q_proj.")
                .map(layer + "attention\\.key\\.", "h.$1.attn.k_proj.")
                .map(layer + "attention\\.value\\.", "h.$1.attn.v_proj.")
                .map(layer + "attention\\.output\\.", "h.$1.attn.out_proj.")
                .map(layer + "norm\\.", "h.$1.ln_1.")
                .map(layer + "feedForward\\.up\\.", "h.$1.mlp.fc_in.")
                .map(layer + "feedForward\\.down\\.", "h.$1.mlp.fc_out.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.(weight|bias)", "h\\.\\d+\\.attn\\.((masked_)?bias|embed_positions)")
                .build();
    }
}
