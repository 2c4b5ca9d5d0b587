package dev.jformers.serving;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.head.SequenceClassification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The probability of each label, by softmax. */
record ClassificationTask(List<String> labels) implements TextTask<Classifications> {

    /**
     * @throws InvalidInputException if the model is no classifier
     */
    static ClassificationTask of(Path folder, ModelDescription description) {
        if (description.head() instanceof SequenceClassification head) {
            return new ClassificationTask(head.labels());
        }
        throw new InvalidInputException(folder + " holds a model with the head "
                + description.head().getClass().getSimpleName()
                + " but must hold one for SequenceClassification; fine-tune it as a classifier first"
                + ", or embed texts with TextEmbedder.");
    }

    @Override
    public List<Classifications> answers(NDList outputs, @Nullable NDArray mask) {
        return Arrays.stream(TextTask.rows(outputs.get("logits")))
                .map(logits -> new Classifications(labels, softmax(logits)))
                .toList();
    }

    private static List<Double> softmax(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        double[] exponentials = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            exponentials[i] = Math.exp(logits[i] - largest);
            sum += exponentials[i];
        }
        List<Double> probabilities = new ArrayList<>(logits.length);
        for (double exponential : exponentials) {
            probabilities.add(exponential / sum);
        }
        return probabilities;
    }
}
