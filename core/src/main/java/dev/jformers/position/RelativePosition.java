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

    /** Whose the block is. */
    default Sharing sharing() {
        return Sharing.STACK;
    }
}
