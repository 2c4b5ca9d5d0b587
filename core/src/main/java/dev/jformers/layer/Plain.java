package dev.jformers.layer;

import ai.djl.ndarray.NDArray;

/**
 * Up, activation, down (Vaswani et al. 2017, section 3.3).
 *
 * @param intermediateSize size between the two linear maps
 * @param activation what happens there
 * @param activationDropout rate at which its results are dropped in training
 * @param bias whether the linear maps have biases
 */
public record Plain(long intermediateSize, Activation activation, double activationDropout, boolean bias)
        implements FeedForward {

    @Override
    public FeedForwardBlock newBlock(long hidden) {
        return new PlainBlock(hidden, this);
    }

    @Override
    public Plain withDropout(double rate) {
        return activationDropout == 0 ? this : new Plain(intermediateSize, activation, rate, bias);
    }

    private static final class PlainBlock extends FeedForwardBlock {

        private final Plain config;
        private final Linear up;
        private final Linear down;

        PlainBlock(long hidden, Plain config) {
            this.config = config;
            this.up = addChildBlock("up", new Linear(hidden, config.intermediateSize(), config.bias()));
            this.down = addChildBlock("down", new Linear(config.intermediateSize(), hidden, config.bias()));
        }

        @Override
        public NDArray apply(Pass pass, NDArray x) {
            NDArray activated = config.activation().apply(up.apply(pass, x));
            return down.apply(pass, pass.dropout(activated, config.activationDropout()));
        }
    }
}
