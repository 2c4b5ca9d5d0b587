package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/** Gives each position a vector that is added to the embedding of the token there. */
public abstract class PositionBlock extends TypedBlock {

    /**
     * @param manager owns the result
     * @param seq number of tokens
     * @return {@code [1, seq, hidden]}
     */
    public abstract NDArray positions(Pass pass, NDManager manager, long seq);
}
