package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/** Tokens look at tokens. */
public abstract class AttentionBlock extends TypedBlock {

    /**
     * @return what the heads saw, side by side: {@code [batch, querySeq, heads * valueDim]}
     */
    public abstract NDArray context(Pass pass, AttentionInput input);

    /**
     * The linear map behind the heads, for each token by itself.
     *
     * @param context {@code [..., heads * valueDim]}, all of {@link #context} or a part
     * @return {@code [..., hidden]}
     */
    public abstract NDArray project(Pass pass, NDArray context);
}
