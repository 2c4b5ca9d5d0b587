package dev.jformers.training.objective;

import ai.djl.ndarray.NDManager;
import dev.jformers.model.ModelInput;
import dev.jformers.tokenizer.EncodedBatch;

/**
 * What a model reads at once, and what it should say.
 *
 * @param inputs the tokens
 * @param layout what else there is to know of their rows
 * @param positions where predictions are made, as places in {@code [batch * seq]} of the last stack; empty where each text has one
 *     prediction
 * @param labels what should be predicted, in the order of the predictions
 */
@SuppressWarnings("ArrayRecordComponent")
public record Batch(EncodedBatch inputs, Layout layout, long[] positions, long[] labels) {

    /** A label that counts nothing. */
    public static final long IGNORED = -100;

    /** Rows of one text each. */
    public Batch(EncodedBatch inputs, long[] positions, long[] labels) {
        this(inputs, new Layout.Texts(), positions, labels);
    }

    /** The arrays of the batch, made by and owned by the manager. */
    public ModelInput input(NDManager manager) {
        return layout.input(inputs, manager);
    }

    /** Tokens of a row of the last stack, padding counted. */
    int rowLength() {
        return layout instanceof Layout.Targets targets ? targets.rows().length() : inputs.length();
    }

    /** Number of tokens that are no padding. */
    public long tokens() {
        return inputs.tokens() + layout.tokens();
    }

    /** Tokens and padding. */
    public long places() {
        return inputs.ids().length + layout.places();
    }
}
