package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Linear;
import dev.jformers.layer.NoNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/**
 * What a sequence's classifier reads: one vector a sequence, through a linear map, an activation and a norm.
 *
 * @param pooling how a sequence becomes one vector
 * @param dropout rate at which that vector is dropped in training
 * @param bias whether the linear map has a bias
 * @param activation after the linear map
 * @param norm after the activation
 */
public record Summary(Pooling pooling, double dropout, boolean bias, Activation activation, Norm norm) {

    /** BERT's pooler: the first token and tanh. */
    static final Summary BERT = new Summary(Pooling.FIRST, 0, true, Activation.TANH, new NoNorm());

    SummaryBlock newBlock(long hidden) {
        return new SummaryBlock(hidden, this);
    }

    /** The same with this dropout where it has one. */
    Summary withDropout(double rate) {
        return dropout == 0 ? this : new Summary(pooling, rate, bias, activation, norm);
    }

    static final class SummaryBlock extends TypedBlock {

        private final Summary config;
        private final Linear dense;
        private final NormBlock norm;

        SummaryBlock(long hidden, Summary config) {
            this.config = config;
            this.dense = addChildBlock("dense", new Linear(hidden, hidden, config.bias()));
            this.norm = addChildBlock("norm", config.norm().newBlock(hidden));
        }

        /**
         * @param pooled {@code [batch, hidden]}
         * @return the same shape
         */
        NDArray apply(Pass pass, NDArray pooled) {
            NDArray mapped = dense.apply(pass, pass.dropout(pooled, config.dropout()));
            return norm.normalize(pass, config.activation().apply(mapped));
        }
    }
}
