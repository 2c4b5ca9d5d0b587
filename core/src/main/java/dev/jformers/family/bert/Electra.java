package dev.jformers.family.bert;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
import dev.jformers.head.ReplacedTokenDetection;
import dev.jformers.layer.Activation;
import dev.jformers.model.TransformerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ELECTRA (Clark et al. 2020): BERT with smaller word embeddings, as a generator that predicts masked tokens, and as a
 * discriminator that finds replaced ones.
 */
public final class Electra implements Family {

    @Override
    public String modelType() {
        return "electra";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        return BertLike.of(config, config.size("embedding_size", 128)).transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        List<Architecture> all = new ArrayList<>(new Heads().architectures("Electra"));
        all.add(new Architecture(
                "ElectraForPreTraining",
                ReplacedTokenDetection.class,
                (config, names) -> new ReplacedTokenDetection(config.activation("hidden_act", "gelu"))));
        return List.copyOf(all);
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        String architecture = config.first("architectures", "");
        TensorNames.Builder names = BertLike.names("electra.")
                .map("transformer\\.encoder\\.embeddings\\.projection\\.", "embeddings_project.");
        if (architecture.endsWith("ForSequenceClassification")) {
            names.head("head\\.pooler\\.dense\\.", "classifier.dense.")
                    .head("head\\.classifier\\.", "classifier.out_proj.");
        } else if (architecture.endsWith("ForPreTraining")) {
            names.head("head\\.transform\\.", "discriminator_predictions.dense.")
                    .head("head\\.classifier\\.", "discriminator_predictions.dense_prediction.");
        }
        return names.head("head\\.pooler\\.dense\\.", "sequence_summary.summary.")
                .head("head\\.classifier\\.", "classifier.")
                .head("head\\.transform\\.", "generator_predictions.dense.")
                .head("head\\.norm\\.", "generator_predictions.LayerNorm.")
                .head("head\\.bias", "generator_lm_head.bias")
                .dispensable(
                        "(sequence_summary|discriminator_predictions|generator_predictions|generator_lm_head)\\..*")
                .build();
    }

    private static final class Heads implements EncoderHeads {

        @Override
        public Pooler classification(ConfigJson config) {
            double dropout = BertLike.classifierDropout(config);
            return new Pooler(dropout, Activation.GELU, dropout);
        }

        @Override
        public Pooler choice(ConfigJson config) {
            String read = config.text("summary_type", "first");
            if (!read.equals("first")) {
                throw config.problem("summary_type is \"" + read + "\" but must be \"first\".");
            }
            if (config.flag("summary_proj_to_labels", false)) {
                throw config.problem("summary_proj_to_labels is true but must be false.");
            }
            return new Pooler(
                    Pooling.FIRST,
                    config.rate("summary_first_dropout", 0),
                    config.flag("summary_use_proj", true) ? Pooler.Mapping.AFFINE : Pooler.Mapping.NONE,
                    config.isNull("summary_activation")
                            ? Activation.IDENTITY
                            : config.activation("summary_activation", "gelu"),
                    config.rate("summary_last_dropout", 0.1));
        }

        @Override
        public MaskedLanguageModel masked(ConfigJson config) {
            return EncoderHeads.masked(config, Activation.GELU, BertLike.norm(config));
        }

        @Override
        public double tokenDropout(ConfigJson config) {
            return BertLike.classifierDropout(config);
        }

        @Override
        public Optional<String> pooler() {
            return Optional.empty();
        }
    }
}
