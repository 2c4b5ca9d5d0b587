package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import org.jspecify.annotations.Nullable;

/**
 * One vector a sequence, for a classifier to read: the vector of one of its tokens, dropped, mapped, activated, dropped again.
 *
 * @param readout which token
 * @param inputDropout rate before the linear map, in training
 * @param mapped whether there is a linear map
 * @param activation behind the map
 * @param outputDropout rate behind the activation, in training
 */
public record Pooler(
        Readout readout, double inputDropout, boolean mapped, Activation activation, double outputDropout) {

    /** Of the first token. */
    public Pooler(double inputDropout, boolean mapped, Activation activation, double outputDropout) {
        this(new Readout.FirstToken(), inputDropout, mapped, activation, outputDropout);
    }

    /**
     * BERT's summary of a sequence (Devlin et al. 2019): a linear map and tanh.
     *
     * @param dropout rate behind the tanh, in training
     */
    public static Pooler tanh(double dropout) {
        return new Pooler(0, true, Activation.TANH, dropout);
    }

    Pooler withDropout(double rate) {
        return new Pooler(readout, inputDropout == 0 ? 0 : rate, mapped, activation, rate);
    }

    PoolerBlock newBlock(long hidden) {
        return new PoolerBlock(hidden, this);
    }

    static final class PoolerBlock extends TypedBlock {

        private final Pooler config;
        private final @Nullable Linear dense;

        PoolerBlock(long hidden, Pooler config) {
            this.config = config;
            this.dense = config.mapped() ? addChildBlock("dense", new Linear(hidden, hidden, true)) : null;
        }

        Readout readout() {
            return config.readout();
        }

        /**
         * @param read vectors of the tokens that are read, {@code [..., hidden]}
         * @return the same shape
         */
        NDArray pool(Pass pass, NDArray read) {
            NDArray dropped = pass.dropout(read, config.inputDropout());
            NDArray mapped = dense == null ? dropped : dense.apply(pass, dropped);
            return pass.dropout(config.activation().apply(mapped), config.outputDropout());
        }
    }
}
