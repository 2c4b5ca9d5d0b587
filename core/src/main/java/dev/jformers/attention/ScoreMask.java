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
            return padding == null ? NONE : new ScoreMask(hidden(padding, 1), false);
        }
        // [querySeq, keySeq] or [batch, querySeq, keySeq] -> [batch or 1, 1, querySeq, keySeq]
        NDArray pattern = sees.getShape().dimension() == 2 ? sees.expandDims(0).expandDims(0) : sees.expandDims(1);
        NDArray seen = pattern.toType(DataType.FLOAT32, false);
        NDArray both = padding == null
                ? seen
                : seen.mul(padding.toType(DataType.FLOAT32, false).expandDims(1).expandDims(1));
        return new ScoreMask(both.sub(1f).mul(Float.MAX_VALUE), false);
    }

    /** {@code [batch, keySeq] -> [batch, 1, 1, keySeq]}. */
    private static NDArray hidden(NDArray padding, int axis) {
        return padding.toType(DataType.FLOAT32, false)
                .sub(1f)
                .mul(Float.MAX_VALUE)
                .expandDims(axis)
                .expandDims(axis);
    }

    /** The same mask and this bias, {@code [1 or batch, heads, querySeq, keySeq]}; null adds nothing. */
    public ScoreMask plus(@Nullable NDArray bias) {
        if (bias == null) {
            return this;
        }
        return new ScoreMask(additive == null ? bias : additive.add(bias), causal);
    }
}
