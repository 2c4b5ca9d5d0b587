package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.torch.AdamW;
import dev.jformers.torch.Autograd;
import dev.jformers.training.data.LabelSet;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.ClassificationTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings inside a real training step. */
class TrainStepTest {

    private static final Path MODEL = Path.of("src/test/resources/fixtures/training/classification-bert/model");
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "e");
    private static final double NO_CLIPPING = 0;

    @Test
    void aMaximalNormOfZeroClipsNothing() throws IOException {
        Step unclipped = step(NO_CLIPPING, 0);
        Step wide = step(1e9, 0);
        Step narrow = step(unclipped.norm() / 10, 0);
        assertTrue(unclipped.norm() > 0);
        assertEquals(wide.norm(), unclipped.norm(), 0);
        assertEquals(wide.firstMoment(), unclipped.firstMoment(), 0);
        assertEquals(unclipped.norm(), narrow.norm(), 0, "the norm is that before clipping");
        assertEquals(unclipped.firstMoment() / 10, narrow.firstMoment(), 1e-4 * unclipped.firstMoment());
    }

    @Test
    void labelSmoothingSpreadsTheTargetOverAllLabels() throws IOException {
        Step plain = step(1, 0);
        Step smoothed = step(1, 0.2);
        assertEquals(plain.expectedLoss(), plain.loss(), 1e-5);
        assertEquals(smoothed.expectedLoss(), smoothed.loss(), 1e-5);
        assertTrue(Math.abs(smoothed.loss() - plain.loss()) > 1e-3, smoothed + " " + plain);
    }

    /**
     * @param expectedLoss computed here from the logits before the step
     * @param firstMoment the norm of the optimizer's averages, a tenth of that of the clipped gradients
     */
    private record Step(double loss, double expectedLoss, double norm, double firstMoment) {}

    private static Step step(double maxGradNorm, double smoothing) throws IOException {
        HuggingFaceFolder folder = HuggingFaceFolder.open(MODEL);
        ModelDescription description = ModelDescription.of(folder).withDropout(0);
        try (PretrainedModel model =
                PretrainedModel.load(folder, description, PretrainedModel.Use.TRAINING, Device.cpu())) {
            ClassificationTask task = new ClassificationTask(LabelSet.of(LABELS), smoothing, 0);
            AdamW optimizer = Optimizers.of(model, new AdamW.Settings(0.9, 0.999, 1e-8, 0.01, maxGradNorm));
            double expected = loss(logits(model, task), smoothing);
            TrainStep.Outcome outcome =
                    new TrainStep(model, task, optimizer, new Seeds(1)).run(new StepBatches(0, List.of(batch())), 1e-3);
            return new Step(outcome.loss(), expected, outcome.gradientNorm(), norm(optimizer));
        }
    }

    private static Batch batch() {
        EncodedBatch inputs = EncodedBatch.of(
                List.of(
                        new EncodedText(new int[] {2, 7, 8, 3}, new int[0], false),
                        new EncodedText(new int[] {2, 9, 3}, new int[0], false)),
                0);
        return new Batch(inputs, new long[0], new long[] {1, 4});
    }

    private static float[] logits(PretrainedModel model, ClassificationTask task) {
        try (NDManager manager = model.manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            return task.logits(model, model.pass(false), batch(), manager).toFloatArray();
        }
    }

    /** The mean over the texts of (1 - s) * -log p(label) + s * mean of -log p over all labels. */
    private static double loss(float[] logits, double smoothing) {
        long[] labels = batch().labels();
        double sum = 0;
        for (int text = 0; text < labels.length; text++) {
            double total = 0;
            for (int label = 0; label < LABELS.size(); label++) {
                total += Math.exp(logits[text * LABELS.size() + label]);
            }
            double all = 0;
            for (int label = 0; label < LABELS.size(); label++) {
                all += Math.log(total) - logits[text * LABELS.size() + label];
            }
            double own = Math.log(total) - logits[text * LABELS.size() + (int) labels[text]];
            sum += (1 - smoothing) * own + smoothing * all / LABELS.size();
        }
        return sum / labels.length;
    }

    private static double norm(AdamW optimizer) {
        return Math.sqrt(optimizer.state().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("exp_avg."))
                .map(entry -> (NDArray) entry.getValue())
                .mapToDouble(array -> {
                    double sum = 0;
                    for (float value : array.toFloatArray()) {
                        sum += (double) value * value;
                    }
                    return sum;
                })
                .sum());
    }
}
