package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.head.Pooler.PoolerBlock;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Which of several texts fits best (Devlin et al. 2019, section 4.4): a pooler, then a linear map to one logit a text.
 *
 * @param pooler makes the vector that the linear map reads
 */
public record MultipleChoice(Pooler pooler) implements Head {

    @Override
    public MultipleChoiceBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new MultipleChoiceBlock(hidden, pooler);
    }

    @Override
    public MultipleChoice withDropout(double rate) {
        return new MultipleChoice(pooler.withDropout(rate));
    }

    /** The head's block. */
    public static final class MultipleChoiceBlock extends HeadBlock {

        private final PoolerBlock pooler;
        private final Linear classifier;

        MultipleChoiceBlock(long hidden, Pooler pooler) {
            this.pooler = addChildBlock("pooler", pooler.newBlock(hidden));
            this.classifier = addChildBlock("classifier", new Linear(hidden, 1, true));
        }

        /**
         * @param pooled what {@link #pool} made of each sequence, {@code [batch, choices, hidden]}
         * @return {@code [batch, choices]}
         */
        public NDArray logits(Pass pass, NDArray pooled) {
            return classifier.apply(pass, pooler.apply(pass, pooled)).squeeze(-1);
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
