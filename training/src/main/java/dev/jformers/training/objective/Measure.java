package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Gathers what predictions are worth, batch by batch. Not thread-safe. */
public interface Measure {

    /**
     * @param examples which examples the batch holds, by their places in the data set
     * @param logits {@code [predictions, classes]}, as {@link Task#logits} returns them
     */
    void add(int[] examples, Batch batch, NDArray logits);

    /**
     * What was measured, by the names of Hugging Face's log, the loss apart.
     *
     * @param loss mean cross-entropy of a prediction, in nats
     */
    Map<String, Double> values(double loss);
}
