package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/** Gives each position a vector that is added to the embedding of the token there. */
public abstract class AbsolutePositionBlock extends TypedBlock {

    /**
     * @return {@code [batch or 1, seq, hidden]}
     */
    public abstract NDArray vectors(Pass pass, Tokens tokens);
}
