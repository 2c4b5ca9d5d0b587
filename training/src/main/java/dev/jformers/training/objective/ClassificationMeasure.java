package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import dev.jformers.training.metrics.ClassificationMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers what a classifier predicted. */
public final class ClassificationMeasure implements Measure {

    private final List<String> labels;
    private final List<Prediction> predictions = new ArrayList<>();

    ClassificationMeasure(List<String> labels) {
        this.labels = labels;
    }

    @Override
    public void add(int[] examples, Batch batch, NDArray logits) {
        try (NDArray probabilities = logits.softmax(-1)) {
            float[] values = probabilities.toFloatArray();
            for (int row = 0; row < examples.length; row++) {
                int label = Math.toIntExact(batch.labels()[row]);
                predictions.add(prediction(examples[row], label, values, row * labels.size()));
            }
        }
    }

    private Prediction prediction(int example, int label, float[] probabilities, int start) {
        int predicted = 0;
        for (int candidate = 1; candidate < labels.size(); candidate++) {
            predicted = probabilities[start + candidate] > probabilities[start + predicted] ? candidate : predicted;
        }
        return new Prediction(
                example, label, predicted, probabilities[start + predicted], probabilities[start + label]);
    }

    public List<Prediction> predictions() {
        return List.copyOf(predictions);
    }

    public ClassificationMetrics metrics() {
        return ClassificationMetrics.of(
                predictions.stream().mapToInt(Prediction::label).toArray(),
                predictions.stream().mapToInt(Prediction::predicted).toArray(),
                labels);
    }

    @Override
    public Map<String, Double> values(double loss) {
        ClassificationMetrics metrics = metrics();
        return Map.of("eval_accuracy", metrics.accuracy(), "eval_macro_f1", metrics.macroF1());
    }

    /**
     * @param example its place in the data set
     * @param label its true class
     * @param predicted the class with the highest probability
     * @param probability of the predicted class
     * @param labelProbability of the true class
     */
    public record Prediction(int example, int label, int predicted, double probability, double labelProbability) {}
}
