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
 * @param readout which token of each sequence is read
 * @param inputDropout rate before the pooler in training
 * @param dropout rate between pooler and linear map in training
 */
public record SequenceClassification(List<String> labels, Readout readout, double inputDropout, double dropout)
        implements Head {

    /** Of the first token. */
    public SequenceClassification(List<String> labels, double dropout) {
        this(labels, new Readout.FirstToken(), 0, dropout);
    }

    public SequenceClassification {
        labels = List.copyOf(labels);
    }

    @Override
    public SequenceClassificationBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new SequenceClassificationBlock(hidden, this);
    }

    @Override
    public SequenceClassification withDropout(double rate) {
        return new SequenceClassification(labels, readout, inputDropout == 0 ? 0 : rate, rate);
    }

    /** The head's block. */
    public static final class SequenceClassificationBlock extends HeadBlock {

        private final SequenceClassification head;
        private final Pooler pooler;
        private final Linear classifier;

        SequenceClassificationBlock(long hidden, SequenceClassification head) {
            this.pooler = addChildBlock("pooler", new Pooler(hidden));
            this.head = head;
            this.classifier =
                    addChildBlock("classifier", new Linear(hidden, head.labels().size(), true));
        }

        /**
         * @param read the vectors of the tokens that are read, {@code [batch, hidden]}
         * @return {@code [batch, labels]}
         */
        public NDArray logits(Pass pass, NDArray read) {
            NDArray pooled = pooler.pool(pass, pass.dropout(read, head.inputDropout()));
            return classifier.apply(pass, pass.dropout(pooled, head.dropout()));
        }

        @Override
        public Readout readout() {
            return head.readout();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, NDArray wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden)));
        }
    }
}
