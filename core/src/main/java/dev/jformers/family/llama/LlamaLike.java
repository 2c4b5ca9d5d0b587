package dev.jformers.family.llama;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.RotaryJson;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.FeedForward;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A decoder normalised before each sublayer by RMS, with rotary positions, shared heads of keys and values, and gated
 * feed-forward networks.
 *
 * @param queryKeyValueBias whether queries, keys and values have biases
 * @param outputBias whether the linear map behind the heads has one
 * @param queryKeyNorm normalises the queries and keys of each head; null normalises nothing
 * @param pattern which tokens each layer sees, by its place
 * @param feedForward the network that works on each token by itself
 */
record LlamaLike(
        boolean queryKeyValueBias,
        boolean outputBias,
        @Nullable Norm queryKeyNorm,
        IntFunction<Pattern> pattern,
        FeedForward feedForward) {

    /** The classes of models that have the decoder under another name than "model". */
    private static final Set<String> OTHERWISE_CALLED =
            Set.of("LlamaForQuestionAnswering", "Qwen2ForQuestionAnswering", "Qwen3ForQuestionAnswering");

    static TensorNames allNames(ConfigJson config) {
        return separateNames(config)
                .map(layer("feedForward\\.(gate|up|down)\\."), "layers.$1.mlp.$2_proj.")
                .build();
    }

    /** All names but those of the feed-forward network. */
    static TensorNames.Builder separateNames(ConfigJson config) {
        return names(config)
                .map(layer("attention\\.query\\."), "layers.$1.self_attn.q_proj.")
                .map(layer("attention\\.key\\."), "layers.$1.self_attn.k_proj.")
                .map(layer("attention\\.value\\."), "layers.$1.self_attn.v_proj.");
    }

    /** All names but those of the maps that other families store in another way. */
    static TensorNames.Builder names(ConfigJson config) {
        boolean old = OTHERWISE_CALLED.contains(config.first("architectures", ""));
        return DecoderTasks.name(TensorNames.withPrefix(old ? "transformer." : "model."), config, "score")
                .map("transformer\\.word\\.", "embed_tokens.")
                .map("transformer\\.decoder\\.finalNorm\\.", "norm.")
                .map(layer("attention\\.output\\."), "layers.$1.self_attn.o_proj.")
                .map(layer("attention\\.queryNorm\\."), "layers.$1.self_attn.q_norm.")
                .map(layer("attention\\.keyNorm\\."), "layers.$1.self_attn.k_norm.")
                .map(layer("attentionNorm\\.opening\\."), "layers.$1.input_layernorm.")
                .map(layer("feedForwardNorm\\.opening\\."), "layers.$1.post_attention_layernorm.")
                .head("head\\.", "lm_head.")
                .dispensable("lm_head\\.weight", "layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");
    }

    /** The path, as a regular expression, of a part of any layer, whose place is group 1. */
    static String layer(String path) {
        return TensorNames.DECODER_LAYER + path;
    }

    /** @param name what Hugging Face's class names begin with */
    static List<Architecture> architectures(String name) {
        return Architecture.ofDecoder(
                name + "Model",
                name + "ForCausalLM",
                false,
                DecoderTasks.sequences(name, -1),
                DecoderTasks.tokens(name),
                DecoderTasks.spans(name));
    }

    static int headDim(ConfigJson config) {
        return config.has("head_dim") ? config.size("head_dim") : config.quotient("hidden_size", "num_attention_heads");
    }

    TransformerConfig transformer(ConfigJson config) {
        config.passOver("max_position_embeddings", "pretraining_tp");
        int hidden = config.size("hidden_size");
        Norm norm = norm(config);
        Rotary rotary = RotaryJson.read(config, headDim(config), Rotary.Layout.HALVES);
        List<LayerConfig> layers = new ArrayList<>();
        for (int i = 0; i < config.parts("num_hidden_layers"); i++) {
            layers.add(layer(config, norm, rotary, pattern.apply(i)));
        }
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(-1),
                hidden,
                hidden,
                new Stacks.DecoderOnly(StackConfig.of(new EmbeddingConfig(1, 0), layers, norm)),
                0);
    }

    private LayerConfig layer(ConfigJson config, Norm norm, Rotary rotary, Pattern seen) {
        int heads = config.size("num_attention_heads");
        int kvHeads = config.size("num_key_value_heads", heads);
        config.requireMultiple("num_attention_heads", heads, "num_key_value_heads", kvHeads);
        int headDim = headDim(config);
        MultiHead attention = new MultiHead(
                heads,
                kvHeads,
                headDim,
                queryKeyValueBias,
                outputBias,
                queryKeyNorm,
                1 / Math.sqrt(headDim),
                0,
                seen,
                rotary,
                config.rate("attention_dropout", 0));
        return new LayerConfig(attention, feedForward, norm, new LayerLayout.Sequential(NormPlacement.PRE), 0);
    }

    static Gated gated(ConfigJson config, boolean bias) {
        return new Gated(config.size("intermediate_size"), config.activation("hidden_act", "silu"), 0, bias);
    }

    static Norm norm(ConfigJson config) {
        return new RmsNorm(config.number("rms_norm_eps", 1e-6));
    }

    /** The causal pattern, within a window where the config has one. */
    static Pattern windowed(ConfigJson config) {
        return config.has("sliding_window")
                ? new Pattern.CausalWindow(config.size("sliding_window"))
                : new Pattern.Causal();
    }
}
