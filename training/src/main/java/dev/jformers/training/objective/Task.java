package dev.jformers.training.objective;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.metrics.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** An objective at work: makes batches of examples and predictions from batches. Immutable and thread-safe. */
public interface Task {

    /** What it learns, in words. */
    String kind();

    /** The model that learns it: the same transformer under the head that it needs. */
    ModelDescription describe(ModelDescription model);

    /**
     * What the task learns from a data set.
     *
     * @param model the folder that holds {@code tokenizer.json}
     * @param maxLength the most tokens of a row
     * @throws dev.jformers.InvalidInputException if an example does not fit
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    EncodedData encode(Dataset data, Path model, int maxLength) throws InterruptedException;

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

    /**
     * What training makes small.
     *
     * @param manager owns the result
     * @return a scalar: the sum, not the mean, over the predictions of the batch; gradients flow from it to the model's parameters
     */
    default NDArray loss(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        NDArray logits = logits(model, pass, batch, manager);
        return Operators.crossEntropy(logits, manager.create(batch.labels()), Batch.IGNORED, labelSmoothing());
    }

    /** The share of a target's probability that training spreads over all classes. */
    double labelSmoothing();

    /**
     * What a model makes up, for people to read; nothing where the task has no such thing.
     *
     * @param model the folder of a model that has learned it
     * @throws IOException if it cannot be read
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    default List<Sample> samples(Path model, Device device) throws IOException, InterruptedException {
        return List.of();
    }

    /** A fresh measurement of predictions. */
    Measure newMeasure();
}
