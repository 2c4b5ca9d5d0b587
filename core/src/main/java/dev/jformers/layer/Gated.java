package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * {@code down(activation(gate(x)) * up(x))}: GLU, GeGLU, SwiGLU by its activation (Shazeer 2020).
 *
 * @param intermediateSize size between the linear maps
 * @param activation of the gate
 * @param activationDropout rate at which the products are dropped in training
 * @param bias whether the linear maps have biases
 */
public record Gated(long intermediateSize, Activation activation, double activationDropout, boolean bias)
        implements FeedForward {

    @Override
    public FeedForwardBlock newBlock(long hidden) {
        return new GatedBlock(hidden, this);
    }

    @Override
    public Gated withDropout(double rate) {
        return activationDropout == 0 ? this : new Gated(intermediateSize, activation, rate, bias);
    }

    private static final class GatedBlock extends FeedForwardBlock {

        private final Gated config;
        private final Linear gate;
        private final Linear up;
        private final Linear down;

        GatedBlock(long hidden, Gated config) {
            this.config = config;
            this.gate = addChildBlock("gate", new Linear(hidden, config.intermediateSize(), config.bias()));
            this.up = addChildBlock("up", new Linear(hidden, config.intermediateSize(), config.bias()));
            this.down = addChildBlock("down", new Linear(config.intermediateSize(), hidden, config.bias()));
        }

        @Override
        public NDArray apply(Pass pass, NDArray x) {
            List<NDArray> opened = Linear.apply(pass, x, gate, up);
            NDArray gated = config.activation().apply(opened.get(0)).mul(opened.get(1));
            return down.apply(pass, pass.dropout(gated, config.activationDropout()));
        }
    }
}
