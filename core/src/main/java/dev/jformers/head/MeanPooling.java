package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.jformers.torch.Operators;
import org.jspecify.annotations.Nullable;

/** One vector a text: the mean of its tokens' vectors (Reimers and Gurevych 2019, section 3). */
public final class MeanPooling {

    /** Keeps a text without tokens, or a vector of zeros, finite. */
    private static final float TINY = 1e-9f;

    private MeanPooling() {}

    /**
     * @param hidden {@code [batch, seq, hidden]}
     * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
     * @return {@code [batch, hidden]}
     */
    public static NDArray pool(NDArray hidden, @Nullable NDArray mask) {
        if (mask == null) {
            return hidden.mean(new int[] {1});
        }
        // [batch, seq] -> [batch, seq, 1]
        NDArray counted = mask.toType(DataType.FLOAT32, false).expandDims(2);
        NDArray tokens = counted.sum(new int[] {1}).maximum(TINY);
        return hidden.mul(counted).sum(new int[] {1}).div(tokens);
    }

    /**
     * Scales each vector to length 1, so that a dot product of two is their cosine.
     *
     * @param vectors {@code [batch, hidden]}
     */
    public static NDArray normalize(NDArray vectors) {
        NDArray lengths = vectors.square().sum(new int[] {1}, true).sqrt();
        return vectors.div(Operators.atLeast(lengths, TINY));
    }
}
