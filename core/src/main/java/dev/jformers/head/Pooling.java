package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.jformers.torch.Operators;
import org.jspecify.annotations.Nullable;

/** How a sequence becomes one vector, or each of its tokens one. */
public sealed interface Pooling {

    /** The vector of the first token. */
    Pooling FIRST = new Token(new Readout.FirstToken());

    /** The vector of the last token, whether padding or not. */
    Pooling LAST = new Token(new Readout.LastToken());

    /** The vector of each token. */
    Pooling EACH = new Token(new Readout.AllTokens());

    /** Which tokens it needs. */
    Readout readout();

    /**
     * @param hidden the tokens that it needs, as {@link #readout} gives them
     * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
     * @return {@code [batch, hidden]}, or {@code [batch, seq, hidden]} of each token
     */
    NDArray pool(NDArray hidden, @Nullable NDArray mask);

    /**
     * The vectors of tokens as they are.
     *
     * @param readout which tokens of each sequence
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

    /** The largest value of each feature over the tokens, padding left out. */
    record Max() implements Pooling {

        /** What sentence-transformers puts in the place of padding; a text without tokens has it everywhere. */
        private static final float LEAST = -1e9f;

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDArray pool(NDArray hidden, @Nullable NDArray mask) {
            int[] tokens = {1};
            if (mask == null) {
                return hidden.max(tokens);
            }
            // [batch, seq] -> [batch, seq, 1]
            NDArray counted = mask.toType(DataType.FLOAT32, false).expandDims(2);
            NDArray least = Operators.scale(counted.neg().add(1), LEAST);
            return hidden.mul(counted).add(least).max(tokens);
        }
    }
}
