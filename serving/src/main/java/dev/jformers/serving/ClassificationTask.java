package dev.jformers.serving;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.head.ProblemType;
import dev.jformers.head.SequenceClassification;
import dev.jformers.model.TokenInput;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The probability of each label; of a regression, the number of each. */
record ClassificationTask(List<String> labels, ProblemType problem) implements TextTask<Classifications> {

    /**
     * @throws InvalidInputException if the model is no classifier
     */
    static ClassificationTask of(Path folder, ModelDescription description) {
        if (description.head() instanceof SequenceClassification head) {
            return new ClassificationTask(head.labels(), head.problem());
        }
        throw new InvalidInputException(folder + " holds a model with the head "
                + description.head().getClass().getSimpleName()
                + " but must hold one for SequenceClassification; fine-tune it as a classifier first"
                + ", or embed texts with TextEmbedder.");
    }

    @Override
    public List<Classifications> answers(NDList outputs, TokenInput input) {
        return Arrays.stream(TextTask.rows(outputs.get("logits")))
                .map(logits -> new Classifications(
                        labels, DoubleStream.of(problem.scores(logits)).boxed().toList()))
                .toList();
    }
}
