package dev.jformers.layer;

/** How activations are normalised. */
public sealed interface Norm permits LayerNorm, RmsNorm {

    /**
     * @param hidden size of the last axis
     * @return the block that normalises the last axis of {@code [batch, seq, hidden]}
     */
    NormBlock newBlock(long hidden);
}
