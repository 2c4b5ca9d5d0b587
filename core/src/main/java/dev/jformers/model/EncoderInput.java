package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.tokenizer.EncodedBatch;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder reads. The arrays stay with their manager.
 *
 * @param ids INT64 {@code [batch, seq]}
 * @param tokenTypes INT64 {@code [batch, seq]}, the segment of each token; null where all are segment 0
 * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded, which is faster
 */
public record EncoderInput(
        NDArray ids, @Nullable NDArray tokenTypes, @Nullable NDArray mask) {

    /** The arrays of a batch, made by and owned by the manager. */
    public static EncoderInput of(EncodedBatch batch, NDManager manager) {
        Shape shape = new Shape(batch.rows(), batch.length());
        return new EncoderInput(
                manager.create(batch.ids(), shape),
                batch.types().length == 0 ? null : manager.create(batch.types(), shape),
                batch.mask().length == 0 ? null : manager.create(batch.mask(), shape));
    }

    /**
     * Finds what a model cannot run on, and what in native code could end the process: for arrays that come from outside. It
     * reads all values, so it stands before a forward pass, not in one.
     *
     * @throws dev.jformers.InvalidInputException that names the array, the place of the value and the rule
     */
    public void check(TransformerConfig config) {
        new InputRules(config).check(this);
    }
}
