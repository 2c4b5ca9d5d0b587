package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Heads side by side in a vector.
 *
 * @param count how many
 * @param size of one
 */
record Heads(int count, long size) {

    /** {@code [batch, seq, heads * headDim] -> [batch, heads, seq, headDim]}. */
    NDArray split(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), count, size).transpose(0, 2, 1, 3);
    }
}
