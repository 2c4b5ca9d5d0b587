package dev.jformers.position;

/** How the order of tokens enters into the scores of attention. */
public sealed interface RelativePosition
        permits NoRelativePosition, Rotary, Alibi, RelativeBias, ToeplitzBias, LearnedDistances, SinusoidalDistances {

    /**
     * The block of a layer, or of all layers that share it.
     *
     * @param heads number of heads that look
     */
    RelativePositionBlock newBlock(int heads);

    /**
     * The most tokens that a text may grow to by a few at a time; where it becomes longer, those before are to be read anew, for their
     * order enters in another way from there on.
     */
    default long readAnewBeyond() {
        return Long.MAX_VALUE;
    }

    /** Whose the block is. */
    default Sharing sharing() {
        return Sharing.STACK;
    }
}
