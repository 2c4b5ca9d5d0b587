package dev.jformers.family.bert;

import dev.jformers.family.ConfigJson;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Counting;
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;

/** RoBERTa's positions, which padding does not take part in, and its names. */
final class RobertaLike {

    private static final String PADDING = "pad_token_id";

    private RobertaLike() {}

    static TransformerConfig transformer(ConfigJson config) {
        int padding = config.padding(1);
        if (padding < 0) {
            throw config.problem(PADDING + " is null but must be there: positions are counted without padding.");
        }
        return new BertLike(
                        config.size("hidden_size"),
                        padding,
                        positions(config, padding),
                        config.count("type_vocab_size", 2),
                        new NoRelativePosition())
                .transformer(config);
    }

    /**
     * Positions of tokens that are not padding, counted from behind the padding's own row.
     *
     * @param padding the padding token, and its row
     */
    static Learned positions(ConfigJson config, int padding) {
        int rows = config.size("max_position_embeddings");
        if (rows < padding + 2) {
            throw config.problem("max_position_embeddings is " + rows + " but must be at least " + (padding + 2)
                    + ": positions start behind the padding token's (" + padding + ").");
        }
        return new Learned(rows, padding + 1L, Counting.NOT_PADDING, padding);
    }

    static TensorNames names(ConfigJson config) {
        return heads(config, BertLike.names("roberta."));
    }

    /** Names of heads as in RoBERTa. */
    static TensorNames heads(ConfigJson config, TensorNames.Builder names) {
        if (config.first("architectures", "").endsWith("ForSequenceClassification")) {
            names.head("head\\.pooler\\.dense\\.", "classifier.dense.")
                    .head("head\\.classifier\\.", "classifier.out_proj.");
        }
        return names.map("head\\.pooler\\.", "pooler.")
                .head("head\\.classifier\\.", "classifier.")
                .head("head\\.transform\\.", "lm_head.dense.")
                .head("head\\.norm\\.", "lm_head.layer_norm.")
                .head("head\\.bias", "lm_head.bias")
                .dispensable("lm_head\\..*")
                .build();
    }
}
