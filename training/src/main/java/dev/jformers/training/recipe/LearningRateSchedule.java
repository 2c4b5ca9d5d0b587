package dev.jformers.training.recipe;

/** How the learning rate goes on after its linear warm-up. */
public enum LearningRateSchedule {
    /** Falls in a line to 0 at the last step. */
    LINEAR,
    /** Falls along half a cosine wave to 0 at the last step. */
    COSINE,
    /** Stays. */
    CONSTANT,
    /** Falls with the inverse square root of the step. */
    INVERSE_SQRT
}
