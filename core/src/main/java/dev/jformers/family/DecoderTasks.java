package dev.jformers.family;

import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
import dev.jformers.head.Readout;
import dev.jformers.head.SequenceClassification;

/**
 * What a decoder can be for besides writing on. Its classifier of texts reads the last token that is not padding, which alone has
 * seen the whole text, by a linear map without a bias.
 */
public final class DecoderTasks {

    private static final String TOKENS = "ForTokenClassification";

    private DecoderTasks() {}

    /**
     * Labels for a text.
     *
     * @param name what Hugging Face's class names begin with
     * @param padding {@code pad_token_id} where the config has none; -1 for none
     */
    public static Architecture sequences(String name, int padding) {
        return new Architecture(name + "ForSequenceClassification", SequenceClassification.class, (config, names) -> {
            SequenceClassification read =
                    ClassifierJson.read(config, ClassifierJson.labels(config), lastToken(config, padding));
            return new SequenceClassification(read.labels(), read.problem(), read.pooler(), false);
        });
    }

    private static Pooler lastToken(ConfigJson config, int padding) {
        int id = config.padding(padding);
        return Pooler.plain(new Pooling.Token(id < 0 ? new Readout.LastAttended() : new Readout.LastBut(id)), 0);
    }

    /**
     * A label for each token.
     *
     * @param name what Hugging Face's class names begin with
     */
    public static Architecture tokens(String name) {
        return ClassifierJson.tokens(
                name + TOKENS,
                config -> Pooler.plain(
                        Pooling.EACH, config.rate("classifier_dropout", config.rate("hidden_dropout", 0.1))));
    }

    /**
     * Where an answer starts and ends.
     *
     * @param name what Hugging Face's class names begin with
     */
    public static Architecture spans(String name) {
        return ClassifierJson.spans(name + "ForQuestionAnswering", config -> Pooler.plain(Pooling.EACH, 0));
    }

    /**
     * Adds the names of the tasks' tensors, which must come before those of other heads.
     *
     * @param tokens what the linear map is called that labels tokens; that of texts is called {@code score}
     */
    public static TensorNames.Builder name(TensorNames.Builder names, ConfigJson config, String tokens) {
        boolean labelsTokens = config.first("architectures", "").endsWith(TOKENS);
        return names.head("head\\.classifier\\.", (labelsTokens ? tokens : "score") + ".")
                .head("head\\.span\\.", "qa_outputs.")
                .dispensable("(score|classifier|qa_outputs)\\..*");
    }
}
