package dev.jformers.position;

/** How a model knows the order of its tokens. */
public sealed interface PositionEncoding permits Learned {

    /**
     * @param hidden size of an embedding
     * @param standardDeviation of the first values of what is learned
     * @return the block that gives each position its vector
     */
    PositionBlock newBlock(long hidden, double standardDeviation);

    /** The longest sequence that it knows, in tokens. */
    long maxPositions();
}
