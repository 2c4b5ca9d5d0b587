package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import java.util.List;

/**
 * One label a token, as for named entities: a linear map.
 *
 * @param labels their names in the order of their ids
 * @param dropout rate before the linear map, in training
 */
public record TokenClassification(List<String> labels, double dropout) implements Head {

    public TokenClassification {
        labels = List.copyOf(labels);
    }

    @Override
    public TokenClassificationBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new TokenClassificationBlock(hidden, this);
    }

    @Override
    public TokenClassification withDropout(double rate) {
        return new TokenClassification(labels, rate);
    }

    /** The head's block. */
    public static final class TokenClassificationBlock extends HeadBlock {

        private final double dropout;
        private final Linear classifier;

        TokenClassificationBlock(long hidden, TokenClassification head) {
            this.dropout = head.dropout();
            this.classifier =
                    addChildBlock("classifier", new Linear(hidden, head.labels().size(), true));
        }

        /**
         * @param hidden {@code [..., hidden]}: in training, only the tokens that have labels
         * @return {@code [..., labels]}
         */
        public NDArray logits(Pass pass, NDArray hidden) {
            return classifier.apply(pass, pass.dropout(hidden, dropout));
        }

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden)));
        }
    }
}
