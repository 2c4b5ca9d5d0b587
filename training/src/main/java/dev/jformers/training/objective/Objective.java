package dev.jformers.training.objective;

import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.data.Dataset;
import java.io.IOException;
import java.util.List;

/** What a train stage learns. */
public sealed interface Objective permits MaskedLm, Classification {

    /**
     * The objective at work.
     *
     * @param model the folder of the model that learns
     * @param training the data that it learns from
     * @throws dev.jformers.InvalidInputException if model or data do not fit the objective
     */
    Task newTask(HuggingFaceFolder model, Dataset training) throws IOException;

    /** The values that an evaluation measures, by the names that {@code metric_for_best_model} takes. */
    List<String> metrics();
}
