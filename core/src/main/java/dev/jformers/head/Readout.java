package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
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

    /**
     * The same readout where it depends on what the tokens are.
     *
     * @param ids INT64 {@code [batch, seq]}, of the first stack
     */
    default Readout in(NDArray ids) {
        return this;
    }

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
     * The last occurrence of a token in each sequence, {@code [batch, hidden]}: BART's summary of a text. A sequence without it
     * is read at its first token.
     *
     * @param id the token
     */
    record LastOf(long id) implements Readout {

        @Override
        public NDArray of(NDArray x) {
            throw new IllegalStateException("which tokens these are depends on the ids; call in first");
        }

        @Override
        public Readout in(NDArray ids) {
            NDManager manager = ids.getManager();
            int batch = Math.toIntExact(ids.getShape().get(0));
            int seq = Math.toIntExact(ids.getShape().get(1));
            NDArray places = manager.arange(0, seq, 1, DataType.INT64).expandDims(0);
            // [batch, seq] -> [batch]
            NDArray last = ids.eq(id).toType(DataType.INT64, false).mul(places).max(new int[] {1});
            return new TokensAt(
                    manager.arange(0, batch, 1, DataType.INT64).mul(seq).add(last));
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
