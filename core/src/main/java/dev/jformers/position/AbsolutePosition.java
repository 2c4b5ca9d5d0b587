package dev.jformers.position;

/** Vectors of positions that are added to the embeddings of tokens. */
public sealed interface AbsolutePosition permits Learned, Sinusoidal, SinusoidalTable {

    /**
     * @param hidden size of a vector
     */
    AbsolutePositionBlock newBlock(long hidden);

    /** The longest sequence that it knows, in tokens. */
    long maxPositions();
}
