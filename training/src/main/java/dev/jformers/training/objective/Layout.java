package dev.jformers.training.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.model.ModelInput;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.TokenInput;
import dev.jformers.tokenizer.EncodedBatch;

/** What the rows of a batch hold. */
public sealed interface Layout {

    /** The arrays of the rows, made by and owned by the manager. */
    default ModelInput input(EncodedBatch rows, NDManager manager) {
        return ModelInput.of(rows, manager);
    }

    /** Tokens besides those of the rows. */
    default long tokens() {
        return 0;
    }

    /** The same, padding counted. */
    default long places() {
        return 0;
    }

    /** A text a row. */
    record Texts() implements Layout {}

    /**
     * Several documents a row, which do not see each other.
     *
     * @param numbers of the document that each token is of, {@code [batch * seq]}
     * @param positions of each token in its document, {@code [batch * seq]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Documents(long[] numbers, long[] positions) implements Layout {

        @Override
        public ModelInput input(EncodedBatch rows, NDManager manager) {
            Shape shape = new Shape(rows.rows(), rows.length());
            return new ModelInput(TokenInput.of(rows, manager)
                    .withDocuments(manager.create(numbers, shape), manager.create(positions, shape)));
        }
    }

    /**
     * Rows whose beginning is seen by all of their tokens.
     *
     * @param lengths tokens of each row's prefix, {@code [batch]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Prefixes(long[] lengths) implements Layout {

        @Override
        public ModelInput input(EncodedBatch rows, NDManager manager) {
            return new ModelInput(TokenInput.of(rows, manager).withPrefix(manager.create(lengths)));
        }
    }

    /**
     * A text a row for the encoder, and what the decoder should say.
     *
     * @param rows what it should say
     * @param shift makes of that what the decoder reads
     */
    record Targets(EncodedBatch rows, ShiftRight shift) implements Layout {

        @Override
        public ModelInput input(EncodedBatch texts, NDManager manager) {
            TokenInput said = TokenInput.of(rows, manager);
            // Padding stands behind all tokens, and a decoder's tokens look at none behind them.
            TokenInput read = new TokenInput(shift.of(said.ids()), null, null);
            return new ModelInput(TokenInput.of(texts, manager), read);
        }

        @Override
        public long tokens() {
            return rows.tokens();
        }

        @Override
        public long places() {
            return rows.ids().length;
        }
    }
}
