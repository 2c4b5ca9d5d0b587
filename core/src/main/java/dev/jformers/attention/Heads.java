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
        long seq = shape.get(1);
        return seq == 1
                ? x.reshape(shape.get(0), count, 1, size)
                : x.reshape(shape.get(0), seq, count, size).transpose(0, 2, 1, 3);
    }
}
