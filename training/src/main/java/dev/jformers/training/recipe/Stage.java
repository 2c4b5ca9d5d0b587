package dev.jformers.training.recipe;

import dev.jformers.training.data.DataConfig;
import java.util.List;

/** One part of a run. */
public sealed interface Stage permits TrainStage, EvaluateStage {

    /** Unique among the stages of a recipe, and fit for a folder's name. */
    String name();

    /** Tokens to which the stage cuts texts. */
    int maxLength();

    /** The data that the stage reads. */
    List<DataConfig> dataSets();
}
