package dev.jformers.family.bert;

import dev.jformers.attention.MultiHead;
import dev.jformers.family.Architecture;
import dev.jformers.family.ClassifierJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.MaskedAndSentencePair;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.SentencePair;
import dev.jformers.head.SentencePair.Question;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Norm;
import dev.jformers.layer.Plain;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** ALBERT (Lan et al. 2020): BERT with smaller word embeddings and layers that share their weights, in groups. */
public final class Albert implements Family {

    private static final EncoderHeads HEADS = new Heads();
    private static final String LAYERS = "num_hidden_layers";
    private static final String GROUPS = "num_hidden_groups";
    private static final String INNER = "inner_group_num";

    @Override
    public String modelType() {
        return "albert";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        BertLike.requireEncoder(config);
        double dropout = config.rate("hidden_dropout_prob", 0);
        Norm norm = BertLike.norm(config);
        EmbeddingConfig embedding = new EmbeddingConfig(
                1,
                new Learned(config.size("max_position_embeddings")),
                config.count("type_vocab_size", 2),
                norm,
                dropout,
                EmbeddingConfig.Bridge.ALWAYS_AFTER_SUM);
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(0),
                config.size("embedding_size", 128),
                config.size("hidden_size"),
                new Stacks.EncoderOnly(new StackConfig(embedding, layers(config, norm, dropout), order(config), null)),
                dropout);
    }

    private static List<LayerConfig> layers(ConfigJson config, Norm norm, double dropout) {
        MultiHead attention =
                BertLike.attention(config, new NoRelativePosition(), config.rate("attention_probs_dropout_prob", 0));
        Plain feedForward = new Plain(config.size("intermediate_size"), activation(config), 0, true);
        int count = groups(config) * inner(config);
        return Collections.nCopies(count, BertLike.layer(attention, feedForward, norm, dropout));
    }

    private static int groups(ConfigJson config) {
        int groups = config.size(GROUPS, 1);
        config.requireAtMost(GROUPS, groups, LAYERS, config.parts(LAYERS));
        return groups;
    }

    private static int inner(ConfigJson config) {
        int inner = config.parts(INNER, 1);
        config.requireParts(LAYERS + " * " + INNER, (long) config.parts(LAYERS) * inner);
        return inner;
    }

    /** Neighbours share a group; the layers of a group run one after the other. */
    private static List<Integer> order(ConfigJson config) {
        int layers = config.parts(LAYERS);
        int inner = inner(config);
        double groupSize = (double) layers / groups(config);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            int group = (int) (i / groupSize);
            for (int j = 0; j < inner; j++) {
                order.add(group * inner + j);
            }
        }
        return order;
    }

    private static Activation activation(ConfigJson config) {
        return config.activation("hidden_act", "gelu_new");
    }

    @Override
    public List<Architecture> architectures() {
        List<Architecture> all = new ArrayList<>(HEADS.architectures("Albert"));
        all.add(new Architecture(
                "AlbertForPreTraining",
                MaskedAndSentencePair.class,
                (config, names) -> new MaskedAndSentencePair(HEADS.masked(config), sentenceOrder(config))));
        return List.copyOf(all);
    }

    private static SentencePair sentenceOrder(ConfigJson config) {
        ClassifierJson.requireTwo(config, "the order of sentences");
        return new SentencePair(Question.SENTENCE_ORDER, HEADS.classification(config));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        TensorNames.Builder names = BertLike.embeddingNames("albert.")
                .map("transformer\\.encoder\\.embeddings\\.projection\\.", "encoder.embedding_hidden_mapping_in.");
        int inner = inner(config);
        for (int i = 0; i < groups(config) * inner; i++) {
            addLayer(names, i, "encoder.albert_layer_groups." + i / inner + ".albert_layers." + i % inner + ".");
        }
        return names.map("head\\.(sentences\\.)?pooler\\.dense\\.", "pooler.")
                .head("head\\.classifier\\.", "classifier.")
                .head("head\\.sentences\\.relation\\.", "sop_classifier.classifier.")
                .head("head\\.(tokens\\.)?transform\\.", "predictions.dense.")
                .head("head\\.(tokens\\.)?norm\\.", "predictions.LayerNorm.")
                .head("head\\.(tokens\\.)?bias", "predictions.bias")
                .dispensable("(predictions|sop_classifier)\\..*")
                .build();
    }

    private static void addLayer(TensorNames.Builder names, int place, String layer) {
        String path = "transformer\\.encoder\\.layer" + place + "\\.";
        names.map(path + "attention\\.output\\.", layer + "attention.dense.")
                .map(path + "attention\\.", layer + "attention.")
                .map(path + "attentionNorm\\.following\\.", layer + "attention.LayerNorm.")
                .map(path + "feedForward\\.up\\.", layer + "ffn.")
                .map(path + "feedForward\\.down\\.", layer + "ffn_output.")
                .map(path + "feedForwardNorm\\.following\\.", layer + "full_layer_layer_norm.");
    }

    private static final class Heads implements EncoderHeads {

        @Override
        public Pooler classification(ConfigJson config) {
            return Pooler.tanh(config.rate("classifier_dropout_prob", 0.1));
        }

        @Override
        public Pooler choice(ConfigJson config) {
            return classification(config);
        }

        @Override
        public MaskedLanguageModel masked(ConfigJson config) {
            return EncoderHeads.masked(config, activation(config), BertLike.norm(config));
        }

        @Override
        public double tokenDropout(ConfigJson config) {
            return config.isNull("classifier_dropout_prob")
                    ? config.rate("hidden_dropout_prob", 0)
                    : config.rate("classifier_dropout_prob", 0.1);
        }

        @Override
        public Optional<String> pooler() {
            return Optional.of("pooler.weight");
        }
    }
}
