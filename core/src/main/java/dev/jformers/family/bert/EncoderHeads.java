package dev.jformers.family.bert;

import dev.jformers.family.Architecture;
import dev.jformers.family.ClassifierJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.head.Features;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Norm;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the heads of an encoder look like; the tasks are the same for all. */
interface EncoderHeads {

    /** What the classifier of sequences reads. */
    Pooler classification(ConfigJson config);

    /** What the linear map of multiple choice reads. */
    Pooler choice(ConfigJson config);

    /** What predicts masked tokens. */
    MaskedLanguageModel masked(ConfigJson config);

    /** Rate before the classifier of tokens. */
    double tokenDropout(ConfigJson config);

    /** Rate before the linear map of question answering. */
    default double spanDropout(ConfigJson config) {
        return 0;
    }

    /** The tensor whose presence says that a model without a head has a pooler; empty where the family's never have one. */
    default Optional<String> pooler() {
        return Optional.of("pooler.dense.weight");
    }

    /** @param name what Hugging Face's class names begin with */
    default List<Architecture> architectures(String name) {
        return List.of(
                new Architecture(name + "Model", Features.class, (config, names) -> features(names)),
                new Architecture(name + "ForMaskedLM", MaskedLanguageModel.class, (config, names) -> masked(config)),
                ClassifierJson.architecture(name + "ForSequenceClassification", this::classification),
                ClassifierJson.tokens(
                        name + "ForTokenClassification", config -> Pooler.plain(Pooling.EACH, tokenDropout(config))),
                ClassifierJson.spans(
                        name + "ForQuestionAnswering", config -> Pooler.plain(Pooling.EACH, spanDropout(config))),
                ClassifierJson.choice(name + "ForMultipleChoice", this::choice));
    }

    /** Where there are no tensors yet, the model is as transformers makes it: with the pooler. */
    private Features features(Set<String> names) {
        return new Features(
                pooler().filter(name -> names.isEmpty() || names.contains(name)).isPresent());
    }

    /** A head whose output matrix is the table of word embeddings, which must be so. */
    static MaskedLanguageModel masked(ConfigJson config, Activation activation, Norm norm) {
        if (!config.flag("tie_word_embeddings", true)) {
            throw config.problem("tie_word_embeddings is false but must be true: masked tokens are predicted by the"
                    + " word embeddings.");
        }
        return new MaskedLanguageModel(activation, norm);
    }
}
