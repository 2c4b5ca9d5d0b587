package dev.jformers.training.objective;

/** How texts become the rows of a language model. */
public enum Packing {
    /** A row a text. */
    NONE,
    /** Texts follow each other, and are cut into rows of one length; tokens see the texts before theirs in the row. */
    CONTINUOUS,
    /** The same, but attention and positions start anew with each text. */
    SEPARATE
}
