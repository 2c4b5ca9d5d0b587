package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What attention must not see.
 *
 * @param additive added to the scores, broadcastable to {@code [batch, heads, querySeq, keySeq]}: 0 where a token is seen, the
 *     lowest finite value where it is not, so that a row that sees nothing stays finite; null hides nothing
 * @param causal whether, besides, later tokens are hidden
 */
public record ScoreMask(@Nullable NDArray additive, boolean causal) {

    /** Hides nothing. */
    public static final ScoreMask NONE = new ScoreMask(null, false);

    /**
     * The mask of a pattern and of padding together.
     *
     * @param sees of the pattern, as {@link Pattern#sees} returns it; null where the pattern hides nothing
     * @param padding {@code [batch, keySeq]}, 1 for tokens and 0 for padding; null where nothing is padded
     */
    public static ScoreMask of(@Nullable NDArray sees, @Nullable NDArray padding) {
        if (sees == null) {
            return padding == null ? NONE : new ScoreMask(hidden(broadcast(padding.neq(0))), false);
        }
        // [querySeq, keySeq] or [batch, querySeq, keySeq] -> [batch or 1, 1, querySeq, keySeq]
        NDArray pattern = sees.getShape().dimension() == 2 ? sees.expandDims(0).expandDims(0) : sees.expandDims(1);
        NDArray seen = padding == null ? pattern : pattern.logicalAnd(broadcast(padding.neq(0)));
        return new ScoreMask(hidden(seen), false);
    }

    /** {@code [batch, keySeq] -> [batch, 1, 1, keySeq]}. */
    private static NDArray broadcast(NDArray padding) {
        return padding.expandDims(1).expandDims(1);
    }

    /** What is added to scores; in place, for it may be as large as the square of the sequence. */
    private static NDArray hidden(NDArray seen) {
        return seen.logicalNot().toType(DataType.FLOAT32, false).muli(-Float.MAX_VALUE);
    }

    /** The same mask, which hides later tokens besides. */
    public ScoreMask andCausal() {
        return new ScoreMask(additive, true);
    }

    /** The same mask and this bias, {@code [1 or batch, heads, querySeq, keySeq]}; null adds nothing. */
    public ScoreMask plus(@Nullable NDArray bias) {
        if (bias == null) {
            return this;
        }
        return new ScoreMask(additive == null ? bias : additive.add(bias), causal);
    }
}
