package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import java.util.List;

/**
 * One class a sequence: BERT's pooler, then a linear map.
 *
 * @param labels the classes' names in the order of their ids
 * @param dropout rate between pooler and linear map in training
 */
public record SequenceClassification(List<String> labels, double dropout) implements Head {

    public SequenceClassification {
        labels = List.copyOf(labels);
    }

    @Override
    public SequenceClassificationBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new SequenceClassificationBlock(hidden, this);
    }

    @Override
    public SequenceClassification withDropout(double rate) {
        return new SequenceClassification(labels, rate);
    }

    /** The head's block. */
    public static final class SequenceClassificationBlock extends HeadBlock {

        private final Pooler pooler;
        private final double dropout;
        private final Linear classifier;

        SequenceClassificationBlock(long hidden, SequenceClassification head) {
            this.pooler = addChildBlock("pooler", new Pooler(hidden));
            this.dropout = head.dropout();
            this.classifier =
                    addChildBlock("classifier", new Linear(hidden, head.labels().size(), true));
        }

        /**
         * @param first the vectors of the first tokens, {@code [batch, hidden]}
         * @return {@code [batch, labels]}
         */
        public NDArray logits(Pass pass, NDArray first) {
            return classifier.apply(pass, pass.dropout(pooler.pool(pass, first), dropout));
        }

        @Override
        public Readout readout() {
            return new Readout.FirstToken();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, NDArray wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden)));
        }
    }
}
