package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** What the order of tokens says to attention. */
public interface PositionSignal {

    /** Nothing. */
    PositionSignal NONE = new PositionSignal() {};

    /**
     * Queries or keys with their positions worked in.
     *
     * @param heads {@code [batch, heads, seq, headDim]}
     * @return the same shape
     */
    default NDArray rotate(NDArray heads) {
        return heads;
    }

    /** Added to the scaled scores: {@code [batch or 1, heads, querySeq or 1, keySeq]}; null adds nothing. */
    default @Nullable NDArray bias() {
        return null;
    }

    /** Vectors of distances, for an attention that makes scores of them; null for none. */
    default @Nullable Distances distances() {
        return null;
    }
}
