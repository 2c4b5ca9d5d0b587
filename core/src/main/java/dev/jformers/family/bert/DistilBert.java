package dev.jformers.family.bert;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.layer.Activation;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.Plain;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** DistilBERT (Sanh et al. 2019): a shallower BERT without segments and without a pooler of its own. */
public final class DistilBert implements Family {

    private static final Norm NORM = new LayerNorm(1e-12);

    @Override
    public String modelType() {
        return "distilbert";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.passOver("qa_dropout", "sinusoidal_pos_embds");
        double dropout = dropout(config);
        EmbeddingConfig embedding =
                new EmbeddingConfig(1, new Learned(config.size("max_position_embeddings")), 0, NORM, dropout);
        int count = config.parts(config.either("n_layers", "num_hidden_layers"));
        List<LayerConfig> layers = Collections.nCopies(count, layer(config));
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(0),
                config.size(hiddenKey(config)),
                new Stacks.EncoderOnly(StackConfig.of(embedding, layers, null)),
                dropout);
    }

    private static LayerConfig layer(ConfigJson config) {
        String heads = config.either("n_heads", "num_attention_heads");
        MultiHead attention = MultiHead.of(
                config.size(heads),
                config.quotient(hiddenKey(config), heads),
                new Pattern.Full(),
                new NoRelativePosition(),
                config.rate("attention_dropout", 0.1));
        Plain feedForward = new Plain(config.size("hidden_dim"), activation(config), 0, true);
        return BertLike.layer(attention, feedForward, NORM, dropout(config));
    }

    private static String hiddenKey(ConfigJson config) {
        return config.either("dim", "hidden_size");
    }

    private static Activation activation(ConfigJson config) {
        return config.activation("activation", "gelu");
    }

    private static double dropout(ConfigJson config) {
        return config.rate("dropout", 0.1);
    }

    @Override
    public List<Architecture> architectures() {
        return new Heads().architectures("DistilBert");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        String layer = "transformer.layer.$1.";
        return BertLike.embeddingNames("distilbert.")
                .map(BertLike.layer("attention\\.query\\."), layer + "attention.q_lin.")
                .map(BertLike.layer("attention\\.key\\."), layer + "attention.k_lin.")
                .map(BertLike.layer("attention\\.value\\."), layer + "attention.v_lin.")
                .map(BertLike.layer("attention\\.output\\."), layer + "attention.out_lin.")
                .map(BertLike.layer("attentionNorm\\.following\\."), layer + "sa_layer_norm.")
                .map(BertLike.layer("feedForward\\.up\\."), layer + "ffn.lin1.")
                .map(BertLike.layer("feedForward\\.down\\."), layer + "ffn.lin2.")
                .map(BertLike.layer("feedForwardNorm\\.following\\."), layer + "output_layer_norm.")
                .head("head\\.pooler\\.dense\\.", "pre_classifier.")
                .head("head\\.classifier\\.", "classifier.")
                .head("head\\.transform\\.", "vocab_transform.")
                .head("head\\.norm\\.", "vocab_layer_norm.")
                .head("head\\.bias", "vocab_projector.bias")
                .dispensable("(pre_classifier|vocab_transform|vocab_layer_norm|vocab_projector)\\..*")
                .build();
    }

    private static final class Heads implements EncoderHeads {

        @Override
        public Pooler classification(ConfigJson config) {
            return new Pooler(0, Activation.RELU, config.rate("seq_classif_dropout", 0.2));
        }

        @Override
        public Pooler choice(ConfigJson config) {
            return classification(config);
        }

        @Override
        public MaskedLanguageModel masked(ConfigJson config) {
            return EncoderHeads.masked(config, activation(config), NORM);
        }

        @Override
        public double tokenDropout(ConfigJson config) {
            return dropout(config);
        }

        @Override
        public double spanDropout(ConfigJson config) {
            return config.rate("qa_dropout", 0.1);
        }

        @Override
        public Optional<String> pooler() {
            return Optional.empty();
        }
    }
}
