package dev.jformers.training.recipe;

/** When a train stage measures its model on the validation data. */
public enum EvalStrategy {
    /** Never. */
    NO,
    /** Every {@code eval_steps} optimizer steps. */
    STEPS,
    /** At the end of each pass over the training data. */
    EPOCH
}
