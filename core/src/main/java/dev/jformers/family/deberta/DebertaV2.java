package dev.jformers.family.deberta;

import dev.jformers.attention.Attention;
import dev.jformers.attention.Disentangled;
import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ClassifierJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
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
import java.util.stream.IntStream;

/**
 * DeBERTa-v2 and -v3 (He et al. 2021, He et al. 2023): an encoder like BERT whose attention takes tokens and their distances
 * apart, in the large models with a convolution beside the first layer.
 */
public final class DebertaV2 implements Family {

    private static final String HIDDEN = "hidden_size";

    @Override
    public String modelType() {
        return "deberta-v2";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int hidden = config.size(HIDDEN);
        requireHidden(config, "embedding_size", hidden);
        requireHidden(config, "pooler_hidden_size", hidden);
        double dropout = config.rate("hidden_dropout_prob", 0.1);
        EmbeddingConfig embedding = new EmbeddingConfig(
                1,
                config.flag("position_biased_input", true) ? new Learned(DistancesJson.positions(config)) : null,
                config.count("type_vocab_size", 0),
                norm(config),
                dropout);
        Attention attention = attention(config, hidden, dropout);
        List<LayerConfig> layers = IntStream.range(0, config.parts("num_hidden_layers"))
                .mapToObj(i -> layer(config, attention, i == 0))
                .toList();
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(0),
                hidden,
                new Stacks.EncoderOnly(StackConfig.of(embedding, layers, null)),
                dropout);
    }

    private static void requireHidden(ConfigJson config, String key, int hidden) {
        if (config.has(key) && config.size(key) != hidden) {
            throw config.problem(key + " is " + config.size(key) + " but must be hidden_size (" + hidden + ").");
        }
    }

    private static LayerConfig layer(ConfigJson config, Attention attention, boolean first) {
        return new LayerConfig(
                attention,
                new Plain(config.size("intermediate_size"), config.activation("hidden_act", "gelu"), 0, true),
                norm(config),
                first ? firstLayout(config) : new LayerLayout.Sequential(NormPlacement.POST),
                config.rate("hidden_dropout_prob", 0.1));
    }

    private static LayerLayout firstLayout(ConfigJson config) {
        LayerLayout plain = new LayerLayout.Sequential(NormPlacement.POST);
        int kernel = config.count("conv_kernel_size", 0);
        if (kernel == 0) {
            return plain;
        }
        if (kernel % 2 == 0) {
            throw config.problem("conv_kernel_size is " + kernel + " but must be odd; use " + (kernel - 1) + " or "
                    + (kernel + 1) + ".");
        }
        int groups = config.size("conv_groups", 1);
        config.requireMultiple(HIDDEN, config.size(HIDDEN), "conv_groups", groups);
        return new LayerLayout.Convolutional(plain, kernel, groups, config.activation("conv_act", "tanh"));
    }

    private static Attention attention(ConfigJson config, int hidden, double dropout) {
        int heads = config.size("num_attention_heads");
        int share = config.quotient(HIDDEN, "num_attention_heads");
        int headDim = config.size("attention_head_size", share);
        if (headDim != share) {
            throw config.problem("attention_head_size is " + headDim
                    + " but must be hidden_size / num_attention_heads (" + share + ").");
        }
        Disentangled.Terms terms = DistancesJson.terms(config);
        double weightDropout = config.rate("attention_probs_dropout_prob", 0.1);
        if (config.flag("relative_attention", false)) {
            return new Disentangled(
                    heads,
                    headDim,
                    terms,
                    DistancesJson.distances(config, hidden, norm(config)),
                    weightDropout,
                    dropout);
        }
        double scale = 1 / Math.sqrt((double) headDim * terms.count());
        return MultiHead.of(heads, headDim, new Pattern.Full(), new NoRelativePosition(), weightDropout)
                .withScale(scale);
    }

    private static Norm norm(ConfigJson config) {
        return new LayerNorm(config.number("layer_norm_eps", 1e-7));
    }

    @Override
    public List<Architecture> architectures() {
        return List.of(
                Architecture.bare("DebertaV2Model"),
                new Architecture("DebertaV2ForMaskedLM", MaskedLanguageModel.class, (config, names) -> masked(config)),
                ClassifierJson.architecture("DebertaV2ForSequenceClassification", DebertaV2::pooler),
                ClassifierJson.tokens(
                        "DebertaV2ForTokenClassification",
                        config -> Pooler.plain(Pooling.EACH, config.rate("hidden_dropout_prob", 0.1))),
                ClassifierJson.spans("DebertaV2ForQuestionAnswering", config -> Pooler.plain(Pooling.EACH, 0)),
                ClassifierJson.choice("DebertaV2ForMultipleChoice", DebertaV2::pooler));
    }

    private static MaskedLanguageModel masked(ConfigJson config) {
        if (!config.flag("tie_word_embeddings", true)) {
            throw config.problem("tie_word_embeddings is false but must be true in this family.");
        }
        return new MaskedLanguageModel(config.activation("hidden_act", "gelu"), norm(config));
    }

    private static Pooler pooler(ConfigJson config) {
        return new Pooler(
                config.rate("pooler_dropout", 0),
                config.activation("pooler_hidden_act", "gelu"),
                config.rate("cls_dropout", config.rate("hidden_dropout_prob", 0.1)));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        TensorNames.Builder names = TensorNames.withPrefix("deberta.")
                .map("transformer\\.word\\.", "embeddings.word_embeddings.")
                .map("transformer\\.encoder\\.embeddings\\.position\\.", "embeddings.position_embeddings.")
                .map("transformer\\.encoder\\.embeddings\\.segment\\.", "embeddings.token_type_embeddings.")
                .map("transformer\\.encoder\\.embeddings\\.norm\\.", "embeddings.LayerNorm.")
                .map("transformer\\.encoder\\.position0\\.norm\\.", "encoder.LayerNorm.")
                .map("transformer\\.encoder\\.position0\\.", "encoder.rel_embeddings.")
                .map("transformer\\.encoder\\.layer0\\.norm\\.", "encoder.conv.LayerNorm.")
                .map("transformer\\.encoder\\.layer0\\.(weight|bias)", "encoder.conv.conv.$1")
                .map(layer("attention\\.output\\."), "encoder.layer.$1.attention.output.dense.")
                .map(layer("attention\\.positionKey\\."), "encoder.layer.$1.attention.self.pos_key_proj.")
                .map(layer("attention\\.positionQuery\\."), "encoder.layer.$1.attention.self.pos_query_proj.")
                .map(layer("attention\\.(query|key|value)\\."), "encoder.layer.$1.attention.self.$2_proj.")
                .map(layer("attentionNorm\\.following\\."), "encoder.layer.$1.attention.output.LayerNorm.")
                .map(layer("feedForward\\.up\\."), "encoder.layer.$1.intermediate.dense.")
                .map(layer("feedForward\\.down\\."), "encoder.layer.$1.output.dense.")
                .map(layer("feedForwardNorm\\.following\\."), "encoder.layer.$1.output.LayerNorm.");
        String predictions = config.flag("legacy", true) ? "cls.predictions." : "lm_predictions.lm_head.";
        String transform = predictions + (config.flag("legacy", true) ? "transform." : "");
        return names.head("head\\.pooler\\.", "pooler.")
                .head("head\\.classifier\\.", "classifier.")
                .head("head\\.span\\.", "qa_outputs.")
                .head("head\\.transform\\.", transform + "dense.")
                .head("head\\.norm\\.", transform + "LayerNorm.")
                .head("head\\.bias", predictions + "bias")
                .renamed("LayerNorm.gamma", "LayerNorm.weight")
                .renamed("LayerNorm.beta", "LayerNorm.bias")
                .dispensable(
                        "(pooler|classifier|cls|lm_predictions|mask_predictions|qa_outputs)\\..*",
                        "embeddings\\.position_(ids|embeddings\\.weight)")
                .build();
    }

    private static String layer(String path) {
        return TensorNames.ENCODER_LAYER + "(?:inner\\.)?" + path;
    }
}
