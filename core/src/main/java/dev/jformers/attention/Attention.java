package dev.jformers.attention;

import dev.jformers.position.RelativePosition;

/** How tokens look at each other. */
public sealed interface Attention permits MultiHead, MultiHeadLatent, Disentangled, RelativeMultiHead {

    /**
     * @param hidden size of what looks, and of what comes out
     * @param memory size of what is looked at
     */
    AttentionBlock newBlock(long hidden, long memory);

    /** Which tokens may be looked at. */
    Pattern pattern();

    /** How the order of tokens enters into the scores. */
    RelativePosition position();

    /** Number of heads that look. */
    int heads();

    /** Rate at which attention weights are dropped in training. */
    double dropout();

    /** The same attention with this dropout of its weights. */
    Attention withDropout(double rate);
}
