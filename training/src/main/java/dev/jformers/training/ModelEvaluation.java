package dev.jformers.training;

import dev.jformers.InvalidInputException;
import dev.jformers.PretrainedModel;
import dev.jformers.head.ProblemType;
import dev.jformers.head.SequenceClassification;
import dev.jformers.torch.Torch;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.LabelSet;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.Mistake;
import dev.jformers.training.objective.ClassificationMeasure;
import dev.jformers.training.objective.ClassificationTask;
import dev.jformers.training.objective.EncodedData;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.trainer.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures a classifier on labelled texts. */
public final class ModelEvaluation {

    private ModelEvaluation() {}

    /**
     * @param model a Hugging Face folder of a sequence classifier
     * @param batchSize examples of a batch
     * @param maxLength tokens of a text; what is longer is truncated
     * @throws InvalidInputException if the model is no classifier, the data break a rule, or a label is unknown to the model
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Evaluation evaluate(Path model, DataConfig data, int batchSize, int maxLength, RunListener listener)
            throws IOException, InterruptedException {
        return evaluate(model.toString(), model, Dataset.read(data), new Sizes(batchSize, maxLength), listener);
    }

    /**
     * @param batchSize examples of a batch
     * @param maxLength tokens of a text
     */
    record Sizes(int batchSize, int maxLength) {}

    /**
     * @param name what the evaluation calls the model
     */
    static Evaluation evaluate(String name, Path model, Dataset data, Sizes sizes, RunListener listener)
            throws IOException, InterruptedException {
        try (PretrainedModel loaded = PretrainedModel.load(model, Torch.defaultDevice())) {
            TextLimit.of("the model in " + model, loaded.description()).require("max_length", sizes.maxLength());
            ClassificationTask task = task(loaded, model);
            EncodedData encoded =
                    PreparedStage.encode(data, task, new PreparedStage.Rows(model, sizes.maxLength()), listener);
            Evaluator.Result result = new Evaluator(task, encoded, sizes.batchSize(), 0, listener).evaluate(loaded);
            ClassificationMeasure measure = (ClassificationMeasure) result.measure();
            return new Evaluation(
                    name,
                    data.fingerprint().file(),
                    measure.metrics(),
                    result.loss(),
                    result.examplesPerSecond(),
                    mistakes(measure, encoded, task.labels()));
        }
    }

    private static ClassificationTask task(PretrainedModel model, Path folder) {
        if (model.description().head() instanceof SequenceClassification head
                && head.problem() == ProblemType.SINGLE_LABEL) {
            return new ClassificationTask(
                    LabelSet.of(head.labels()), 0, model.description().fillerId());
        }
        throw new InvalidInputException(folder + " holds no classifier with one label a text but "
                + model.description().config().get("architectures")
                + "; fine-tune it with the objective classification first.");
    }

    private static List<Mistake> mistakes(ClassificationMeasure measure, EncodedData data, LabelSet labels) {
        return measure.predictions().stream()
                .filter(prediction -> prediction.predicted() != prediction.label())
                .map(prediction -> new Mistake(
                        data.source().examples().get(prediction.example()).text(),
                        labels.name(prediction.label()),
                        labels.name(prediction.predicted()),
                        prediction.probability(),
                        prediction.labelProbability()))
                .toList();
    }
}
