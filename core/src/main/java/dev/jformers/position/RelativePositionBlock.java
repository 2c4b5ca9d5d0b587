package dev.jformers.position;

import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/** Computes, once a pass, what attention needs to know of the order of tokens. */
public abstract class RelativePositionBlock extends TypedBlock {

    /** What the tokens' order says to an attention of these tokens to each other. */
    public abstract PositionSignal signal(Pass pass, Tokens tokens);
}
