package dev.jformers.layer;

/** How activations are normalised. */
public sealed interface Norm permits LayerNorm, RmsNorm, ScaleNorm, FixNorm, CapsuleNorm, DynamicTanh, NoNorm {

    /**
     * @param hidden size of the last axis
     * @return the block that normalises the last axis of {@code [..., hidden]}
     */
    NormBlock newBlock(long hidden);
}
