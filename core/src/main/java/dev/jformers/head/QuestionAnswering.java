package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;

/**
 * Where in a text the answer to a question starts and ends (Devlin et al. 2019, section 4.2): a linear map to two logits a
 * token.
 *
 * @param dropout rate before the linear map, in training
 */
public record QuestionAnswering(double dropout) implements Head {

    @Override
    public QuestionAnsweringBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new QuestionAnsweringBlock(hidden, dropout);
    }

    @Override
    public QuestionAnswering withDropout(double rate) {
        return dropout == 0 ? this : new QuestionAnswering(rate);
    }

    /** The head's block; its outputs are {@code start_logits} and {@code end_logits}, {@code [batch, seq]}. */
    public static final class QuestionAnsweringBlock extends HeadBlock {

        private final double dropout;
        private final Linear span;

        QuestionAnsweringBlock(long hidden, double dropout) {
            this.dropout = dropout;
            this.span = addChildBlock("span", new Linear(hidden, 2, true));
        }

        /**
         * @param hidden {@code [batch, seq, hidden]}
         * @return {@code [batch, seq, 2]}: start, end
         */
        public NDArray logits(Pass pass, NDArray hidden) {
            return span.apply(pass, pass.dropout(hidden, dropout));
        }

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            NDArray logits = logits(pass, hidden);
            return new NDList(
                    named("start_logits", logits.get(new NDIndex("..., 0"))),
                    named("end_logits", logits.get(new NDIndex("..., 1"))));
        }
    }
}
