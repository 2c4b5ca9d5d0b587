package dev.jformers.family.bert;

import dev.jformers.family.ConfigJson;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.layer.Activation;
import java.util.function.ToDoubleFunction;

/**
 * RoBERTa's heads.
 *
 * @param dropout reads the rate of the classifiers of sequences and of tokens
 */
record RobertaHeads(ToDoubleFunction<ConfigJson> dropout) implements EncoderHeads {

    @Override
    public Pooler classification(ConfigJson config) {
        double rate = tokenDropout(config);
        return new Pooler(rate, Activation.TANH, rate);
    }

    /** The rate is not that of the other classifiers. */
    @Override
    public Pooler choice(ConfigJson config) {
        return Pooler.tanh(BertLike.hiddenDropout(config));
    }

    @Override
    public MaskedLanguageModel masked(ConfigJson config) {
        return EncoderHeads.masked(config, Activation.GELU, BertLike.norm(config));
    }

    @Override
    public double tokenDropout(ConfigJson config) {
        return dropout.applyAsDouble(config);
    }
}
