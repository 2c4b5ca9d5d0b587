package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** How a sequence becomes one vector. */
public sealed interface Pooling {

    /** The vector of the first token. */
    Pooling FIRST = new Token(new Readout.FirstToken());

    /** The vector of the last token, whether padding or not. */
    Pooling LAST = new Token(new Readout.LastToken());

    /** Which tokens it needs. */
    Readout readout();

    /**
     * @param hidden the tokens that it needs, as {@link #readout} gives them
     * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
     * @return {@code [batch, hidden]}
     */
    NDArray pool(NDArray hidden, @Nullable NDArray mask);

    /**
     * The vector of one token.
     *
     * @param readout which token of each sequence
     */
    record Token(Readout readout) implements Pooling {

        @Override
        public NDArray pool(NDArray hidden, @Nullable NDArray mask) {
            return hidden;
        }
    }

    /** The mean of the tokens' vectors, padding left out. */
    record Mean() implements Pooling {

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDArray pool(NDArray hidden, @Nullable NDArray mask) {
            return MeanPooling.pool(hidden, mask);
        }
    }
}
