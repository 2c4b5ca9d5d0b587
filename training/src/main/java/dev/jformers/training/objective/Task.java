package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.Pass;
import dev.jformers.training.data.Dataset;
import java.util.List;
import java.util.random.RandomGenerator;

/** An objective at work: makes batches of examples and predictions from batches. Immutable and thread-safe. */
public interface Task {

    /** What it learns, in words. */
    String kind();

    /** The model that learns it: the same transformer under the head that it needs. */
    ModelDescription describe(ModelDescription model);

    /**
     * The label of each example; empty where examples need none.
     *
     * @throws dev.jformers.InvalidInputException if an example's label is missing or unknown
     */
    int[] labels(Dataset data);

    /**
     * Makes a batch, away from the engine and on another thread than training.
     *
     * @param random decides what is hidden
     */
    Batch collate(List<EncodedExample> examples, RandomGenerator random);

    /**
     * @param manager owns the result
     * @return {@code [predictions, classes]}, a row for each label of the batch
     */
    NDArray logits(PretrainedModel model, Pass pass, Batch batch, NDManager manager);

    /** The share of a target's probability that training spreads over all classes. */
    double labelSmoothing();

    /** A fresh measurement of predictions. */
    Measure newMeasure();
}
