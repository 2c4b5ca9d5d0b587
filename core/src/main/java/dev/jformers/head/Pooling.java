package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** How a sequence becomes one vector. */
public enum Pooling {
    /** That of its first token. */
    FIRST(new Readout.FirstToken()),
    /** That of its last token, whether padding or not. */
    LAST(new Readout.LastToken()),
    /** The mean of its tokens, padding left out. */
    MEAN(new Readout.AllTokens()) {
        @Override
        NDArray pool(NDArray hidden, @Nullable NDArray mask) {
            return MeanPooling.pool(hidden, mask);
        }
    };

    private final Readout readout;

    Pooling(Readout readout) {
        this.readout = readout;
    }

    /** Which tokens it needs. */
    Readout readout() {
        return readout;
    }

    /**
     * @param hidden the tokens that it needs, as {@link #readout} gives them
     * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
     * @return {@code [batch, hidden]}
     */
    NDArray pool(NDArray hidden, @Nullable NDArray mask) {
        return hidden;
    }
}
