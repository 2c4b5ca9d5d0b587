package dev.jformers.layer;

import ai.djl.ndarray.NDArray;

/** Normalises the last axis. */
public abstract class NormBlock extends TypedBlock {

    /**
     * @param x {@code [..., hidden]}
     * @return the same shape
     */
    public abstract NDArray normalize(Pass pass, NDArray x);
}
