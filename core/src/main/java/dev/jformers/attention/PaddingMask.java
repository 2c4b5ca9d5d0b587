package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Keeps attention away from padding. */
public final class PaddingMask {

    private PaddingMask() {}

    /**
     * @param mask {@code [batch, keySeq]}, any number type: 1 where there is a token, 0 where there is padding
     * @return FLOAT32 {@code [batch, 1, 1, keySeq]}, to be added to attention scores: 0 for tokens, the lowest finite value
     *     for padding, so that a row of nothing but padding stays finite
     */
    public static NDArray additive(NDArray mask) {
        return mask.toType(DataType.FLOAT32, false)
                .sub(1f)
                .mul(Float.MAX_VALUE)
                .expandDims(1)
                .expandDims(1);
    }
}
