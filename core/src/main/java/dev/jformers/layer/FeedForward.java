package dev.jformers.layer;

import ai.djl.ndarray.NDArray;

/**
 * The position-wise network of a layer: up, activation, down (Vaswani et al. 2017, section 3.3).
 */
public final class FeedForward extends TypedBlock {

    private final Linear up;
    private final Activation activation;
    private final Linear down;

    /**
     * @param hidden size of what goes in and comes out
     * @param config the size between and the activation
     * @param standardDeviation of the weights' first values
     */
    public FeedForward(long hidden, FeedForwardConfig config, double standardDeviation) {
        this.up = addChildBlock("up", new Linear(hidden, config.intermediateSize(), true, standardDeviation));
        this.activation = config.activation();
        this.down = addChildBlock("down", new Linear(config.intermediateSize(), hidden, true, standardDeviation));
    }

    /**
     * @param x {@code [batch, seq, hidden]}
     * @return the same shape
     */
    public NDArray apply(Pass pass, NDArray x) {
        return down.apply(pass, activation.apply(up.apply(pass, x)));
    }
}
