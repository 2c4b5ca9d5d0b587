package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Makes what a decoder reads out of what it shall say: each token one place later, so that it predicts the next one. */
public sealed interface ShiftRight {

    /** What labels have where nothing is to be learned. */
    long IGNORED = -100;

    /** Stands for labels that are ignored. */
    long paddingId();

    /** The token that opens each row, INT64 {@code [batch, 1]}. */
    NDArray first(NDArray labels);

    /**
     * @param labels INT64 {@code [batch, seq]}; {@value #IGNORED} is read as padding
     * @return the same shape, owned by the manager of the labels
     */
    default NDArray of(NDArray labels) {
        NDArray ignored = labels.eq(IGNORED).toType(DataType.INT64, false);
        NDArray known = labels.mul(ignored.sub(1).neg()).add(ignored.mul(paddingId()));
        long seq = labels.getShape().get(1);
        NDArray opening = first(known);
        return seq == 1 ? opening : opening.concat(known.get(":, :-1"), 1);
    }

    /**
     * Each row opens with the same token: BART, T5, Marian.
     *
     * @param startId the token
     */
    record FromStart(long startId, long paddingId) implements ShiftRight {

        @Override
        public NDArray first(NDArray labels) {
            Shape shape = new Shape(labels.getShape().get(0), 1);
            return labels.getManager().zeros(shape, DataType.INT64).add(startId);
        }
    }

    /** Each row opens with its own last token that is not padding, which names a language: mBART. */
    record FromLast(long paddingId) implements ShiftRight {

        @Override
        public NDArray first(NDArray labels) {
            NDArray tokens = labels.neq(paddingId).toType(DataType.INT64, false);
            NDArray last = tokens.sum(new int[] {1}, true).sub(1).maximum(0);
            return labels.gather(last, 1);
        }
    }
}
