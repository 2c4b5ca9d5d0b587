package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;

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
    public static final class MultipleChoiceBlock extends PooledHeadBlock {

        MultipleChoiceBlock(long hidden, Pooler pooler) {
            super(hidden, pooler, "classifier", new Linear(hidden, 1, true));
        }

        /**
         * @param pooled what {@link #pool} made of each sequence, {@code [batch, choices, hidden]}
         * @return {@code [batch, choices]}
         */
        @Override
        public NDArray logits(Pass pass, NDArray pooled) {
            return super.logits(pass, pooled).squeeze(-1);
        }
    }
}
