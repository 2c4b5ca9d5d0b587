package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.jformers.torch.Operators;

/**
 * Which tokens of the last layer somebody reads. After the last attention each token goes its own way, so what nobody reads
 * is not computed.
 */
public sealed interface Readout {

    /**
     * @param x {@code [batch, seq, hidden]}
     * @return the vectors that are read, {@code [..., hidden]}
     */
    NDArray of(NDArray x);

    /** Every token: {@code [batch, seq, hidden]}. */
    record AllTokens() implements Readout {

        @Override
        public NDArray of(NDArray x) {
            return x;
        }
    }

    /** The first token of each sequence: {@code [batch, hidden]}. */
    record FirstToken() implements Readout {

        @Override
        public NDArray of(NDArray x) {
            return x.get(new NDIndex(":, 0"));
        }
    }

    /** The last token of each sequence: {@code [batch, hidden]}. */
    record LastToken() implements Readout {

        @Override
        public NDArray of(NDArray x) {
            return x.get(new NDIndex(":, -1"));
        }
    }

    /**
     * The first tokens of each sequence: {@code [batch, count, hidden]}.
     *
     * @param count how many
     */
    record FirstTokens(long count) implements Readout {

        @Override
        public NDArray of(NDArray x) {
            return x.get(new NDIndex(":, :{}", count));
        }
    }

    /**
     * Of the tokens behind the first ones, those that another readout takes.
     *
     * @param count how many are left out
     * @param rest takes from the others
     */
    record Behind(long count, Readout rest) implements Readout {

        @Override
        public NDArray of(NDArray x) {
            return rest.of(x.get(new NDIndex(":, {}:", count)));
        }
    }

    /**
     * Tokens here and there: {@code [picked, hidden]}.
     *
     * @param places INT64 {@code [picked]}, places in {@code [batch * seq]}
     */
    record TokensAt(NDArray places) implements Readout {

        @Override
        public NDArray of(NDArray x) {
            return Operators.rows(x.reshape(-1, x.getShape().getLastDimension()), places);
        }
    }
}
