package dev.jformers.layer;

/** Where a residual branch is normalised. */
public enum NormPlacement {
    /** After the residual sum, as in the 2017 Transformer and BERT. */
    POST(false, false, true),
    /** At the start of the branch (Xiong et al. 2020). */
    PRE(true, false, false),
    /** Nowhere. */
    NONE(false, false, false),
    /** At the start and at the end of the branch, before the sum (the sandwich of Ding et al. 2021, section 3.2). */
    SANDWICH(true, true, false);

    private final boolean opensBranch;
    private final boolean endsBranch;
    private final boolean followsSum;

    NormPlacement(boolean opensBranch, boolean endsBranch, boolean followsSum) {
        this.opensBranch = opensBranch;
        this.endsBranch = endsBranch;
        this.followsSum = followsSum;
    }

    boolean opensBranch() {
        return opensBranch;
    }

    boolean endsBranch() {
        return endsBranch;
    }

    boolean followsSum() {
        return followsSum;
    }
}
