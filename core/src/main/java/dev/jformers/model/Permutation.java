package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An order in which tokens are predicted that is not that of the text (Yang et al. 2019, section 2.2). The arrays stay with
 * their manager.
 *
 * @param hides {@code [batch, seq, seq]}, 1 where the token of the row must not look at the token of the column, else 0; a
 *     token's own vector always sees itself, its prediction only where this says so
 * @param targets places of the tokens that are predicted, INT64 {@code [batch, targets]}; null predicts none: then the output
 *     is that of the tokens themselves
 */
public record Permutation(NDArray hides, @Nullable NDArray targets) {

    /**
     * Who sees whom: the tokens first, behind them the targets.
     *
     * @param seen BOOLEAN {@code [seq, seq]}, {@code [batch, 1, seq]} or {@code [batch, seq, seq]}: what pattern and padding show;
     *     null where that is everything
     * @return BOOLEAN {@code [batch, seq + targets, seq]}
     */
    NDArray sees(@Nullable NDArray seen) {
        NDArray open = hides.eq(0);
        NDArray allowed = seen == null ? open : open.logicalAnd(seen);
        NDManager manager = hides.getManager();
        long seq = hides.getShape().get(2);
        NDArray places = manager.arange(0, Math.toIntExact(seq), 1, DataType.INT64);
        NDArray itself = places.expandDims(1).eq(places.expandDims(0)).expandDims(0);
        NDArray tokens = allowed.logicalOr(itself);
        if (targets == null) {
            return tokens;
        }
        // [batch, targets] -> [batch, targets, seq]
        Shape rows = new Shape(targets.getShape().get(0), targets.getShape().get(1), seq);
        NDArray index = targets.expandDims(2).broadcast(rows);
        NDArray predictions =
                allowed.toType(DataType.INT64, false).gather(index, 1).eq(1);
        return tokens.concat(predictions, 1);
    }
}
