package dev.jformers.family.modernbert;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ClassifierJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.LayerTypes;
import dev.jformers.family.RotaryJson;
import dev.jformers.family.StoredTensor.Slice;
import dev.jformers.family.TensorNames;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Gated;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Rotary;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * ModernBERT (Warner et al. 2024): an encoder normalised before each sublayer, with rotary positions, gated feed-forward
 * networks, and layers that see everything in turn with layers that see a window.
 */
public final class ModernBert implements Family {

    private static final String CUTOFF = "initializer_cutoff_factor";

    private static final Map<String, Pooling> POOLINGS = Map.of("cls", Pooling.FIRST, "mean", new Pooling.Mean());

    @Override
    public String modelType() {
        return "modernbert";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.passOver(
                "max_position_embeddings",
                "cls_token_id",
                "deterministic_flash_attn",
                "sparse_prediction",
                "sparse_pred_ignore_index");
        int hidden = config.size("hidden_size");
        double dropout = config.rate("embedding_dropout", 0);
        EmbeddingConfig embedding = new EmbeddingConfig(1, null, 0, norm(config), dropout);
        IntPredicate local = local(config);
        MultiHead windows = attention(config, true);
        MultiHead whole = attention(config, false);
        List<LayerConfig> layers = IntStream.range(0, config.parts("num_hidden_layers"))
                .mapToObj(i -> layer(config, local.test(i) ? windows : whole, i == 0))
                .toList();
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(50_283),
                hidden,
                new Stacks.EncoderOnly(StackConfig.of(embedding, layers, norm(config))),
                dropout);
    }

    /** The embeddings are normalised already, so the first layer has no norm before its attention. */
    private static LayerConfig layer(ConfigJson config, MultiHead attention, boolean first) {
        Gated feedForward = new Gated(
                config.size("intermediate_size"),
                config.activation("hidden_activation", "gelu"),
                config.rate("mlp_dropout", 0),
                config.flag("mlp_bias", false));
        return new LayerConfig(
                attention,
                feedForward,
                norm(config),
                new LayerLayout.Sequential(first ? NormPlacement.NONE : NormPlacement.PRE, NormPlacement.PRE),
                0);
    }

    private static MultiHead attention(ConfigJson config, boolean local) {
        int headDim = config.quotient("hidden_size", "num_attention_heads");
        if (config.rate("attention_dropout", 0) != 0) {
            throw config.problem("attention_dropout is " + config.rate("attention_dropout", 0)
                    + " but must be 0, as in all published models of this family.");
        }
        int heads = config.size("num_attention_heads");
        boolean bias = config.flag("attention_bias", false);
        Pattern pattern = local ? new Pattern.Window(config.count("local_attention", 128) / 2) : new Pattern.Full();
        return MultiHead.of(heads, headDim, pattern, rotary(config, local, headDim), 0)
                .withBiases(bias, bias);
    }

    /** The parameters of a layer's type, or those of older files. */
    private static Rotary rotary(ConfigJson config, boolean local, int headDim) {
        double theta = local ? config.number("local_rope_theta", 10_000) : config.number("global_rope_theta", 160_000);
        ConfigJson rope = config.has("rope_parameters")
                ? config.inner("rope_parameters").inner(local ? LayerTypes.SLIDING : LayerTypes.FULL)
                : config.inner("rope_scaling");
        return RotaryJson.read(config, rope.withDefault("rope_theta", theta), headDim, Rotary.Layout.HALVES);
    }

    /** By the list of types, or by the step of older files. */
    private static IntPredicate local(ConfigJson config) {
        int step = config.size("global_attn_every_n_layers", 3);
        return LayerTypes.sliding(config, layer -> layer % step != 0);
    }

    private static Norm norm(ConfigJson config) {
        return new LayerNorm(config.number("norm_eps", 1e-5), config.flag("norm_bias", false));
    }

    @Override
    public List<Architecture> architectures() {
        return List.of(
                Architecture.bare("ModernBertModel"),
                new Architecture("ModernBertForMaskedLM", MaskedLanguageModel.class, (config, names) -> masked(config)),
                ClassifierJson.architecture("ModernBertForSequenceClassification", ModernBert::pooler),
                ClassifierJson.tokens("ModernBertForTokenClassification", config -> pooler(config, Pooling.EACH)),
                ClassifierJson.spans("ModernBertForQuestionAnswering", config -> pooler(config, Pooling.EACH)),
                ClassifierJson.choice("ModernBertForMultipleChoice", ModernBert::pooler));
    }

    private static MaskedLanguageModel masked(ConfigJson config) {
        return new MaskedLanguageModel(
                activation(config),
                norm(config),
                config.flag("classifier_bias", false),
                config.flag("decoder_bias", true),
                config.flag("tie_word_embeddings", true));
    }

    private static Pooler pooler(ConfigJson config) {
        return pooler(config, config.choice("classifier_pooling", "cls", POOLINGS));
    }

    private static Pooler pooler(ConfigJson config, Pooling pooling) {
        return new Pooler(
                pooling,
                0,
                config.flag("classifier_bias", false) ? Pooler.Mapping.AFFINE : Pooler.Mapping.LINEAR,
                activation(config),
                norm(config),
                config.rate("classifier_dropout", 0));
    }

    private static Activation activation(ConfigJson config) {
        return config.activation("classifier_activation", "gelu");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        int hidden = config.size("hidden_size");
        int intermediate = config.size("intermediate_size");
        return TensorNames.withPrefix("model.")
                .map("transformer\\.word\\.", "embeddings.tok_embeddings.")
                .map("transformer\\.encoder\\.embeddings\\.norm\\.", "embeddings.norm.")
                .map("transformer\\.encoder\\.finalNorm\\.", "final_norm.")
                .map(layer("attention\\.output\\."), "layers.$1.attn.Wo.")
                .map(layer("attentionNorm\\.opening\\."), "layers.$1.attn_norm.")
                .map(layer("feedForwardNorm\\.opening\\."), "layers.$1.mlp_norm.")
                .map(layer("feedForward\\.down\\."), "layers.$1.mlp.Wo.")
                .fusedAttention(layer("attention\\."), "layers.$1.attn.Wqkv.", false, Slice.of(hidden, hidden, hidden))
                .fused(
                        layer("feedForward\\."),
                        List.of("gate", "up"),
                        "layers.$1.mlp.Wi.",
                        false,
                        Slice.of(intermediate, intermediate))
                .head("head\\.pooler\\.", "head.")
                .head("head\\.(classifier|span)\\.", "classifier.")
                .head("head\\.transform\\.", "head.dense.")
                .head("head\\.norm\\.", "head.norm.")
                .head("head\\.(weight|bias)", "decoder.$1")
                .dispensable("(head|decoder|classifier)\\..*")
                .build();
    }

    private static String layer(String path) {
        return TensorNames.ENCODER_LAYER + path;
    }

    @Override
    public double standardDeviation(ConfigJson config, String path) {
        double range = config.number("initializer_range", 0.02);
        if (path.startsWith("head.classifier.") || path.startsWith("head.span.")) {
            return 1 / Math.sqrt(config.size("hidden_size"));
        }
        boolean out = path.contains(".attention.output.") || path.contains(".feedForward.down.");
        double depth = out || path.startsWith("head.") ? Math.sqrt(2.0 * config.size("num_hidden_layers")) : 1;
        return range / depth;
    }

    @Override
    public double cutoff(ConfigJson config) {
        return config.isNull(CUTOFF) ? 3 : config.number(CUTOFF, 2);
    }
}
