package dev.jformers.layer;

import ai.djl.ndarray.NDArray;

/** Works on each token by itself. */
public abstract class FeedForwardBlock extends TypedBlock {

    /**
     * @param x {@code [..., hidden]}
     * @return the same shape
     */
    public abstract NDArray apply(Pass pass, NDArray x);
}
