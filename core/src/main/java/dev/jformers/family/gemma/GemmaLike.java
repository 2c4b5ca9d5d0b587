package dev.jformers.family.gemma;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Gated;
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
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoder with scaled embeddings, norms that store how far their scale is from 1, rotary positions and gated feed-forward
 * networks.
 *
 * @param placement where the norms stand
 * @param queryKeyNorm normalises the queries and keys of each head; null normalises nothing
 * @param scores how products of queries and keys become scores
 * @param activation of the gates
 * @param views what each layer sees, by its place
 */
record GemmaLike(
        NormPlacement placement,
        @Nullable Norm queryKeyNorm,
        Scores scores,
        Activation activation,
        IntFunction<View> views) {

    private static final int HEAD_DIM = 256;

    /**
     * @param scale what products are multiplied by
     * @param softCap what scores are bent below; 0 for nothing
     */
    record Scores(double scale, double softCap) {}

    /**
     * What a layer sees.
     *
     * @param pattern which tokens
     * @param positions how their order enters
     */
    record View(Pattern pattern, Rotary positions) {}

    static int headDim(ConfigJson config) {
        return config.size("head_dim", HEAD_DIM);
    }

    static Norm norm(ConfigJson config) {
        return new RmsNorm(config.number("rms_norm_eps", 1e-6), 1);
    }

    /** One divided by the root of {@code query_pre_attn_scalar}. */
    static double scale(ConfigJson config) {
        return 1 / Math.sqrt(config.size("query_pre_attn_scalar", HEAD_DIM));
    }

    TransformerConfig transformer(ConfigJson config) {
        config.passOver("max_position_embeddings");
        config.requireOnly("use_bidirectional_attention", false);
        int hidden = config.size("hidden_size");
        Norm norm = norm(config);
        List<LayerConfig> layers = IntStream.range(0, config.parts("num_hidden_layers"))
                .mapToObj(place -> layer(config, norm, views.apply(place)))
                .toList();
        EmbeddingConfig embedding = new EmbeddingConfig(Math.sqrt(hidden), 0);
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(0),
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(embedding, layers, norm)),
                0);
    }

    private LayerConfig layer(ConfigJson config, Norm norm, View view) {
        return new LayerConfig(
                attention(config, view),
                new Gated(config.size("intermediate_size"), activation, 0, false),
                norm,
                new LayerLayout.Sequential(placement),
                0);
    }

    private MultiHead attention(ConfigJson config, View view) {
        int heads = config.size("num_attention_heads");
        int kvHeads = config.size("num_key_value_heads");
        config.requireMultiple("num_attention_heads", heads, "num_key_value_heads", kvHeads);
        boolean bias = config.flag("attention_bias", false);
        return new MultiHead(
                heads,
                kvHeads,
                headDim(config),
                bias,
                bias,
                queryKeyNorm,
                scores.scale(),
                scores.softCap(),
                view.pattern(),
                view.positions(),
                config.rate("attention_dropout", 0));
    }

    /**
     * @param bare Hugging Face's name of the model without a head
     * @param causal its name of the model that predicts the next token
     * @param softCap what logits are bent below where the config does not say; 0 for nothing
     * @param tasks what else it can be for
     */
    static List<Architecture> architectures(String bare, String causal, double softCap, Architecture... tasks) {
        return Architecture.ofGenerator(
                bare,
                causal,
                config -> new CausalLanguageModel(
                        config.flag("tie_word_embeddings", true),
                        false,
                        1,
                        config.numberOrOff("final_logit_softcapping", softCap)),
                tasks);
    }

    /** @param feedForwardNorm name of the norm before the feed-forward network */
    static TensorNames.Builder names(ConfigJson config, String feedForwardNorm) {
        String layer = TensorNames.DECODER_LAYER;
        return DecoderTasks.name(TensorNames.withPrefix("model."), config, "score")
                .map("transformer\\.word\\.", "embed_tokens.")
                .map("transformer\\.decoder\\.finalNorm\\.", "norm.")
                .map(layer + "attention\\.query\\.", "layers.$1.self_attn.q_proj.")
                .map(layer + "attention\\.key\\.", "layers.$1.self_attn.k_proj.")
                .map(layer + "attention\\.value\\.", "layers.$1.self_attn.v_proj.")
                .map(layer + "attention\\.output\\.", "layers.$1.self_attn.o_proj.")
                .map(layer + "attention\\.queryNorm\\.", "layers.$1.self_attn.q_norm.")
                .map(layer + "attention\\.keyNorm\\.", "layers.$1.self_attn.k_norm.")
                .map(layer + "attentionNorm\\.opening\\.", "layers.$1.input_layernorm.")
                .map(layer + "attentionNorm\\.ending\\.", "layers.$1.post_attention_layernorm.")
                .map(layer + "feedForwardNorm\\.opening\\.", "layers.$1." + feedForwardNorm + ".")
                .map(layer + "feedForwardNorm\\.ending\\.", "layers.$1.post_feedforward_layernorm.")
                .map(layer + "feedForward\\.(gate|up|down)\\.", "layers.$1.mlp.$2_proj.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight", "layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");
    }
}
