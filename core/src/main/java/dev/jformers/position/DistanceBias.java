package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What is added to the scores of attention, by the distance from the query to the key alone.
 *
 * @param bias {@code [batch or 1, heads, querySeq, keySeq]}
 */
record DistanceBias(@Nullable NDArray bias) implements PositionSignal {

    /**
     * @param table the biases of the distances from {@code -far} to {@code far}, {@code [2 * far + 1, heads]}; farther ones have
     *     those of the outermost
     */
    static DistanceBias of(NDArray table, int far, Tokens tokens) {
        NDArray places = tokens.range();
        NDArray keys = tokens.past() == 0 ? places : tokens.keys();
        // [batch or 1, 1, keySeq] - [batch or 1, querySeq, 1] -> [batch or 1, querySeq, keySeq]
        NDArray distances =
                keys.expandDims(1).sub(places.expandDims(2)).clip(-far, far).add(far);
        return new DistanceBias(pick(table.transpose(1, 0).expandDims(0), distances));
    }

    /** {@code [1, heads, distances], [batch or 1, querySeq, keySeq] -> [batch or 1, heads, querySeq, keySeq]}. */
    private static NDArray pick(NDArray table, NDArray distances) {
        Shape shape = distances.getShape();
        long rows = shape.get(0);
        long heads = table.getShape().get(1);
        long pairs = shape.get(1) * shape.get(2);
        NDArray index = distances.reshape(rows, 1, pairs).broadcast(rows, heads, pairs);
        NDArray tables = table.broadcast(rows, heads, table.getShape().get(2));
        return tables.gather(index, 2).reshape(rows, heads, shape.get(1), shape.get(2));
    }
}
