package dev.jformers.training.recipe;

/** One part of a run. */
public sealed interface Stage permits TrainStage, EvaluateStage {

    /** Unique among the stages of a recipe, and fit for a folder's name. */
    String name();
}
