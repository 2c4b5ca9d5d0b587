package dev.jformers.family.bert;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.MaskedAndSentencePair;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.SentencePair;
import dev.jformers.head.SentencePair.Question;
import dev.jformers.model.TransformerConfig;
import java.util.ArrayList;
import java.util.List;

/** BERT (Devlin et al. 2019): an encoder, normalised after each sublayer, with learned positions and segments. */
public final class Bert implements Family {

    private static final TensorNames NAMES = BertLike.names("bert.")
            .map("head\\.(sentences\\.)?pooler\\.", "pooler.")
            .head("head\\.classifier\\.", "classifier.")
            .head("head\\.(sentences\\.)?relation\\.", "cls.seq_relationship.")
            .head("head\\.(tokens\\.)?transform\\.", "cls.predictions.transform.dense.")
            .head("head\\.(tokens\\.)?norm\\.", "cls.predictions.transform.LayerNorm.")
            .head("head\\.(tokens\\.)?bias", "cls.predictions.bias")
            .dispensable("cls\\..*")
            .build();

    private static final EncoderHeads HEADS = new Heads();

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        return BertLike.of(config, config.size("hidden_size")).transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        List<Architecture> all = new ArrayList<>(HEADS.architectures("Bert"));
        all.add(new Architecture(
                "BertForPreTraining",
                MaskedAndSentencePair.class,
                (config, names) -> new MaskedAndSentencePair(HEADS.masked(config), nextSentence())));
        all.add(new Architecture(
                "BertForNextSentencePrediction", SentencePair.class, (config, names) -> nextSentence()));
        return List.copyOf(all);
    }

    private static SentencePair nextSentence() {
        return new SentencePair(Question.NEXT_SENTENCE, Pooler.tanh(0));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return NAMES;
    }

    private static final class Heads implements EncoderHeads {

        @Override
        public Pooler classification(ConfigJson config) {
            return BertLike.pooler(config);
        }

        @Override
        public Pooler choice(ConfigJson config) {
            return BertLike.pooler(config);
        }

        @Override
        public MaskedLanguageModel masked(ConfigJson config) {
            return EncoderHeads.masked(config, config.activation("hidden_act", "gelu"), BertLike.norm(config));
        }

        @Override
        public double tokenDropout(ConfigJson config) {
            return BertLike.classifierDropout(config);
        }
    }
}
