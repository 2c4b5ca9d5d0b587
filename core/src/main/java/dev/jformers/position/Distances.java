package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of distances between tokens, for an attention that makes scores of them.
 *
 * @param vectors {@code [rows, hidden]}
 * @param rows which of them stands for the distance from a query to a key, INT64 {@code [batch or 1, querySeq, keySeq]}
 * @param segments 0 where a query and a key are of the same segment, 1 where not, INT64 {@code [batch, querySeq, keySeq]};
 *     null where there are no segments
 */
public record Distances(
        NDArray vectors, NDArray rows, @Nullable NDArray segments) {

    /**
     * The scores of queries and keys out of scores of queries and rows.
     *
     * @param scores {@code [batch, heads, querySeq, rows]}
     * @param rows INT64 {@code [batch or 1, querySeq, keySeq]}
     * @return {@code [batch, heads, querySeq, keySeq]}
     */
    public static NDArray pick(NDArray scores, NDArray rows) {
        Shape shape = scores.getShape();
        // [batch or 1, querySeq, keySeq] -> [batch, heads, querySeq, keySeq]
        NDArray index = rows.expandDims(1)
                .broadcast(
                        shape.get(0),
                        shape.get(1),
                        shape.get(2),
                        rows.getShape().get(2));
        return scores.gather(index, 3);
    }
}
