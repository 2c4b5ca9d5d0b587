package dev.jformers.position;

/** Whose the parameters of a position are. */
public enum Sharing {
    /** All layers of a stack with an equal position and as many heads have the same. */
    STACK,
    /** Each layer has its own. */
    LAYER
}
