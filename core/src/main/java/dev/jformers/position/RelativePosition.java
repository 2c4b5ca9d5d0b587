package dev.jformers.position;

/** How the order of tokens enters into the scores of attention. */
public sealed interface RelativePosition
        permits NoRelativePosition, Rotary, Alibi, RelativeBias, LearnedDistances, SinusoidalDistances {

    /**
     * The block that all layers with the same position share.
     *
     * @param heads number of heads that look
     */
    RelativePositionBlock newBlock(int heads);
}
