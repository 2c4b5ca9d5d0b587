package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.KeyRules;
import java.io.IOException;
import java.util.List;

/**
 * What a train stage learns. All that the rest of a run knows of an objective is here and in its {@link Task}: a new one is a
 * record, its task, and a name in {@code permits}.
 */
public sealed interface Objective extends KeyRules
        permits MaskedLm, Classification, Autoregressive, PrefixLm, SequenceToSequence, SpanCorruption {

    /** Reports the rules between the objective's own keys that it breaks; here there are none. */
    @Override
    default void check(KeyProblems problems) {}

    /**
     * Reports which keys of a data set the objective cannot do without, or not do with; any text will do here.
     *
     * @param data where the stage, or an evaluation of its model, takes examples from
     * @param problems takes the keys of {@code data}
     */
    default void checkData(DataConfig data, KeyProblems problems) {}

    /**
     * Looks whether a model can learn it, before anything is trained.
     *
     * @throws dev.jformers.InvalidInputException if it cannot
     */
    void checkModel(ModelDescription model);

    /**
     * Looks for examples that do not fit, before anything is trained; any text fits here.
     *
     * @param training the data that the stage learns from
     * @param data the same, or data to evaluate on
     * @throws dev.jformers.InvalidInputException if an example does not fit
     */
    default void checkExamples(Dataset training, Dataset data) {}

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
