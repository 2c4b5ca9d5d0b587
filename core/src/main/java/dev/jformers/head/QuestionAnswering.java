package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;

/**
 * Where in a text the answer to a question starts and ends (Devlin et al. 2019, section 4.2): a pooler of each token, then a
 * linear map to two logits a token.
 *
 * @param pooler makes the vectors that the linear map reads
 */
public record QuestionAnswering(Pooler pooler) implements Head {

    /**
     * Of the tokens as they are.
     *
     * @param dropout rate before the linear map, in training
     */
    public QuestionAnswering(double dropout) {
        this(Pooler.plain(Pooling.EACH, dropout));
    }

    @Override
    public QuestionAnsweringBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new QuestionAnsweringBlock(hidden, pooler);
    }

    @Override
    public QuestionAnswering withDropout(double rate) {
        return pooler.outputDropout() == 0 ? this : new QuestionAnswering(pooler.withDropout(rate));
    }

    /** The head's block; its outputs are {@code start_logits} and {@code end_logits}, {@code [batch, seq]}. */
    public static final class QuestionAnsweringBlock extends PooledHeadBlock {

        QuestionAnsweringBlock(long hidden, Pooler pooler) {
            super(hidden, pooler, "span", new Linear(hidden, 2, true));
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            // [batch, seq, 2]
            NDArray logits = logits(pass, hidden);
            return new NDList(
                    named("start_logits", logits.get(new NDIndex("..., 0"))),
                    named("end_logits", logits.get(new NDIndex("..., 1"))));
        }
    }
}
