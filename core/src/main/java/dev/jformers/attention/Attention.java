package dev.jformers.attention;

import ai.djl.ndarray.types.Shape;
import dev.jformers.position.RelativePosition;
import java.util.List;

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

    /**
     * Shapes of what is kept of tokens, so that others can follow them.
     *
     * @return {@code [1, heads, tokens, size]} each; empty where none can follow
     */
    default List<Shape> states(long tokens) {
        return List.of();
    }

    /** Rate at which attention weights are dropped in training. */
    double dropout();

    /** The same attention with this dropout of its weights. */
    Attention withDropout(double rate);
}
