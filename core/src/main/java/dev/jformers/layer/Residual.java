package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** What stands around a sublayer: its norms, its dropout, and the sum with what went in. */
public final class Residual extends TypedBlock {

    private final @Nullable NormBlock opening;
    private final @Nullable NormBlock ending;
    private final @Nullable NormBlock following;
    private final double dropout;

    /**
     * @param hidden size of the last axis
     * @param dropout rate at which the branch is dropped in training
     */
    public Residual(long hidden, Norm norm, NormPlacement placement, double dropout) {
        this.opening = placement.opensBranch() ? addChildBlock("opening", norm.newBlock(hidden)) : null;
        this.ending = placement.endsBranch() ? addChildBlock("ending", norm.newBlock(hidden)) : null;
        this.following = placement.followsSum() ? addChildBlock("following", norm.newBlock(hidden)) : null;
        this.dropout = dropout;
    }

    /** What the sublayer reads of {@code x}, {@code [..., hidden]}. */
    public NDArray open(Pass pass, NDArray x) {
        return opening == null ? x : opening.normalize(pass, x);
    }

    /**
     * @param x what went in, {@code [..., hidden]}
     * @param branch what the sublayer made of it, the same shape
     */
    public NDArray close(Pass pass, NDArray x, NDArray branch) {
        NDArray ended = ending == null ? branch : ending.normalize(pass, branch);
        NDArray sum = x.add(pass.dropout(ended, dropout));
        return following == null ? sum : following.normalize(pass, sum);
    }
}
