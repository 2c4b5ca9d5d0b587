package dev.jformers.family.bert;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.Features;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.SequenceClassification;
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
import java.util.Collections;
import java.util.List;

/** BERT (Devlin et al. 2019): an encoder, normalised after each sublayer, with learned positions and segments. */
public final class Bert implements Family {

    private static final TensorNames NAMES = TensorNames.withPrefix("bert.")
            .map("transformer\\.word\\.", "embeddings.word_embeddings.")
            .map("transformer\\.encoder\\.embeddings\\.position\\.", "embeddings.position_embeddings.")
            .map("transformer\\.encoder\\.embeddings\\.segment\\.", "embeddings.token_type_embeddings.")
            .map("transformer\\.encoder\\.embeddings\\.norm\\.", "embeddings.LayerNorm.")
            .map(layer("attention\\.output\\."), "encoder.layer.$1.attention.output.dense.")
            .map(layer("attention\\."), "encoder.layer.$1.attention.self.")
            .map(layer("attentionNorm\\.following\\."), "encoder.layer.$1.attention.output.LayerNorm.")
            .map(layer("feedForward\\.up\\."), "encoder.layer.$1.intermediate.dense.")
            .map(layer("feedForward\\.down\\."), "encoder.layer.$1.output.dense.")
            .map(layer("feedForwardNorm\\.following\\."), "encoder.layer.$1.output.LayerNorm.")
            .map("head\\.pooler\\.", "pooler.")
            .head("head\\.classifier\\.", "classifier.")
            .head("head\\.transform\\.", "cls.predictions.transform.dense.")
            .head("head\\.norm\\.", "cls.predictions.transform.LayerNorm.")
            .head("head\\.bias", "cls.predictions.bias")
            .renamed("LayerNorm.gamma", "LayerNorm.weight")
            .renamed("LayerNorm.beta", "LayerNorm.bias")
            .dispensable("(pooler|classifier|cls|qa_outputs)\\..*", "embeddings\\.position_ids")
            .build();

    private static String layer(String path) {
        return "transformer\\.encoder\\.layer(\\d+)\\." + path;
    }

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int hidden = config.size("hidden_size");
        String positions = config.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            throw config.problem("position_embedding_type is \"" + positions + "\" but must be \"absolute\".");
        }
        double dropout = config.rate("hidden_dropout_prob", 0.1);
        EmbeddingConfig embedding = new EmbeddingConfig(
                1,
                new Learned(config.size("max_position_embeddings")),
                config.count("type_vocab_size", 2),
                norm(config),
                dropout);
        List<LayerConfig> layers =
                Collections.nCopies(config.size("num_hidden_layers"), layer(config, hidden, dropout));
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(0),
                hidden,
                hidden,
                new Stacks.EncoderOnly(StackConfig.of(embedding, layers, null)),
                dropout);
    }

    private static LayerConfig layer(ConfigJson config, int hidden, double dropout) {
        int heads = config.size("num_attention_heads");
        config.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
        double attentionDropout = config.rate("attention_probs_dropout_prob", 0.1);
        return new LayerConfig(
                MultiHead.of(heads, hidden / heads, new Pattern.Full(), new NoRelativePosition(), attentionDropout),
                null,
                new Plain(config.size("intermediate_size"), config.activation("hidden_act", "gelu"), 0, true),
                norm(config),
                new LayerLayout.Sequential(NormPlacement.POST),
                dropout);
    }

    private static Norm norm(ConfigJson config) {
        return new LayerNorm(config.number("layer_norm_eps", 1e-12));
    }

    @Override
    public List<Architecture> architectures() {
        return List.of(
                new Architecture(
                        "BertModel",
                        Features.class,
                        (config, names) -> new Features(names.contains("pooler.dense.weight"))),
                new Architecture("BertForMaskedLM", MaskedLanguageModel.class, (config, names) -> masked(config)),
                new Architecture("BertForPreTraining", MaskedLanguageModel.class, (config, names) -> masked(config)),
                new Architecture(
                        "BertForSequenceClassification",
                        SequenceClassification.class,
                        (config, names) -> new SequenceClassification(
                                config.labels(),
                                config.rate("classifier_dropout", config.rate("hidden_dropout_prob", 0.1)))));
    }

    private static MaskedLanguageModel masked(ConfigJson config) {
        return new MaskedLanguageModel(config.activation("hidden_act", "gelu"), norm(config));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return NAMES;
    }
}
