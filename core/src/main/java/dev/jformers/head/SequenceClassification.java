package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.head.Pooler.PoolerBlock;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labels, or numbers, for a whole sequence: a pooler, then a linear map.
 *
 * @param labels their names in the order of their ids
 * @param problem what they mean
 * @param pooler makes the vector that the linear map reads
 */
public record SequenceClassification(List<String> labels, ProblemType problem, Pooler pooler) implements Head {

    public SequenceClassification {
        labels = List.copyOf(labels);
    }

    /** One label a sequence, behind BERT's pooler and a dropout. */
    public SequenceClassification(List<String> labels, double dropout) {
        this(labels, ProblemType.SINGLE_LABEL, Pooler.tanh(dropout));
    }

    @Override
    public SequenceClassificationBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new SequenceClassificationBlock(hidden, this);
    }

    @Override
    public SequenceClassification withDropout(double rate) {
        return new SequenceClassification(labels, problem, pooler.withDropout(rate));
    }

    /** The head's block. */
    public static final class SequenceClassificationBlock extends HeadBlock {

        private final PoolerBlock pooler;
        private final Linear classifier;

        SequenceClassificationBlock(long hidden, SequenceClassification head) {
            this.pooler = addChildBlock("pooler", head.pooler().newBlock(hidden));
            this.classifier =
                    addChildBlock("classifier", new Linear(hidden, head.labels().size(), true));
        }

        /**
         * @param pooled what {@link #pool} made of each sequence, {@code [batch, hidden]}
         * @return {@code [batch, labels]}
         */
        public NDArray logits(Pass pass, NDArray pooled) {
            return classifier.apply(pass, pooler.apply(pass, pooled));
        }

        @Override
        public Readout readout() {
            return pooler.pooling().readout();
        }

        @Override
        public NDArray pool(NDArray hidden, @Nullable NDArray mask) {
            return pooler.pooling().pool(hidden, mask);
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, NDArray wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden)));
        }
    }
}
