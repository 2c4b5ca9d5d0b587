package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.head.Summary.SummaryBlock;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One class a sequence: a summary of it, then a linear map.
 *
 * @param labels the classes' names in the order of their ids
 * @param summary what the linear map reads
 * @param dropout rate between summary and linear map in training
 */
public record SequenceClassification(List<String> labels, Summary summary, double dropout) implements Head {

    public SequenceClassification {
        labels = List.copyOf(labels);
    }

    /** With BERT's pooler. */
    public SequenceClassification(List<String> labels, double dropout) {
        this(labels, Summary.BERT, dropout);
    }

    @Override
    public SequenceClassificationBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new SequenceClassificationBlock(hidden, this);
    }

    @Override
    public SequenceClassification withDropout(double rate) {
        return new SequenceClassification(labels, summary.withDropout(rate), rate);
    }

    /** The head's block. */
    public static final class SequenceClassificationBlock extends HeadBlock {

        private final SequenceClassification config;
        private final SummaryBlock pooler;
        private final Linear classifier;

        SequenceClassificationBlock(long hidden, SequenceClassification config) {
            this.config = config;
            this.pooler = addChildBlock("pooler", config.summary().newBlock(hidden));
            this.classifier = addChildBlock(
                    "classifier", new Linear(hidden, config.labels().size(), true));
        }

        /**
         * @param pooled what {@link #pool} made of each sequence, {@code [batch, hidden]}
         * @return {@code [batch, labels]}
         */
        public NDArray logits(Pass pass, NDArray pooled) {
            return classifier.apply(pass, pass.dropout(pooler.apply(pass, pooled), config.dropout()));
        }

        @Override
        public Readout readout() {
            return config.summary().pooling().readout();
        }

        @Override
        public NDArray pool(NDArray hidden, @Nullable NDArray mask) {
            return config.summary().pooling().pool(hidden, mask);
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, NDArray wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden)));
        }
    }
}
