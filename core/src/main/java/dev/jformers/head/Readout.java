package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.jformers.torch.Operators;
import org.jspecify.annotations.Nullable;

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
     * @param mask INT64 {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
     */
    default Readout in(NDArray ids, @Nullable NDArray mask) {
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
        public Readout in(NDArray ids, @Nullable NDArray mask) {
            return TokensAt.last(ids.eq(id).toType(DataType.INT64, false));
        }
    }

    /**
     * The last token of each sequence that is not padding, {@code [batch, hidden]}, wherever padding stands: a decoder's summary of a
     * text. A sequence of nothing but padding is read at its first token.
     *
     * @param id of padding
     */
    record LastBut(long id) implements Readout {

        @Override
        public NDArray of(NDArray x) {
            throw new IllegalStateException("which tokens these are depends on the ids; call in first");
        }

        @Override
        public Readout in(NDArray ids, @Nullable NDArray mask) {
            return TokensAt.last(ids.neq(id).toType(DataType.INT64, false));
        }
    }

    /** The same of a model whose padding has no id of its own: the last token that the mask counts. */
    record LastAttended() implements Readout {

        @Override
        public NDArray of(NDArray x) {
            return new LastToken().of(x);
        }

        @Override
        public Readout in(NDArray ids, @Nullable NDArray mask) {
            return mask == null ? this : TokensAt.last(mask);
        }
    }

    /**
     * Tokens here and there: {@code [picked, hidden]}.
     *
     * @param places INT64 {@code [picked]}, places in {@code [batch * seq]}
     */
    record TokensAt(NDArray places) implements Readout {

        /**
         * The last 1 of each sequence; its first token where there is none.
         *
         * @param chosen INT64 {@code [batch, seq]} of 0 and 1
         */
        static TokensAt last(NDArray chosen) {
            NDManager manager = chosen.getManager();
            int batch = Math.toIntExact(chosen.getShape().get(0));
            int seq = Math.toIntExact(chosen.getShape().get(1));
            NDArray places = manager.arange(0, seq, 1, DataType.INT64).expandDims(0);
            // [batch, seq] -> [batch]
            NDArray last = chosen.mul(places).max(new int[] {1});
            return new TokensAt(
                    manager.arange(0, batch, 1, DataType.INT64).mul(seq).add(last));
        }

        @Override
        public NDArray of(NDArray x) {
            return Operators.rows(x.reshape(-1, x.getShape().getLastDimension()), places);
        }
    }
}
