package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.torch.AdamW;
import dev.jformers.training.data.LabelSet;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.ClassificationTask;
import dev.jformers.training.recipe.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Twenty steps of fine-tuning against a plain PyTorch loop; {@code scripts/fixtures/training.py} wrote the reference. */
class TrainStepAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/classifier-training");
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01, 1.0);

    @Test
    void lossesGradientNormsAndFinalWeightsEqualTheReference() throws IOException {
        HuggingFaceFolder folder = HuggingFaceFolder.open(FIXTURES.resolve("model"));
        ModelDescription description = ModelDescription.of(folder).withDropout(0);
        JsonArray steps = StrictJson.read(FIXTURES.resolve("losses.json")).getAsJsonArray("steps");
        assertEquals(20, steps.size());
        try (PretrainedModel model =
                PretrainedModel.load(folder, description, PretrainedModel.Use.TRAINING, Device.cpu())) {
            ClassificationTask task = new ClassificationTask(LabelSet.of(List.of("a", "b", "c", "d", "e")), 0, 0);
            TrainStep trainer = new TrainStep(model, task, Optimizers.of(model, SETTINGS), new Seeds(1));
            for (int i = 0; i < steps.size(); i++) {
                double rate = 0.001 * LearningRateSchedule.LINEAR.factor(i, 5, 20);
                TrainStep.Outcome outcome = trainer.run(new StepBatches(i, List.of(batch(i))), rate);
                JsonObject expected = steps.get(i).getAsJsonObject();
                assertEquals(expected.get("loss").getAsDouble(), outcome.loss(), 1e-5, "loss of step " + i);
                assertEquals(
                        expected.get("grad_norm").getAsDouble(), outcome.gradientNorm(), 1e-4, "norm of step " + i);
            }
            assertWeights(model);
        }
    }

    private static Batch batch(int step) throws IOException {
        Safetensors batches = Safetensors.open(FIXTURES.resolve("batches.safetensors"));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray ids = batches.array("input_ids." + step, manager);
            long[] mask = batches.array("attention_mask." + step, manager).toLongArray();
            EncodedBatch inputs = new EncodedBatch(
                    (int) ids.getShape().get(0), (int) ids.getShape().get(1), ids.toLongArray(), new long[0], mask, 1);
            return new Batch(
                    inputs,
                    new long[0],
                    batches.array("labels." + step, manager).toLongArray());
        }
    }

    private static void assertWeights(PretrainedModel model) throws IOException {
        Safetensors expected = Safetensors.open(FIXTURES.resolve("final/model.safetensors"));
        int compared = 0;
        for (var weight : model.weights().entrySet()) {
            String name = model.description().place(weight.getKey()).name();
            if (expected.tensors().containsKey(name)) {
                NDArray reference = expected.array(name, model.manager());
                float difference = reference.sub(weight.getValue()).abs().max().getFloat();
                assertTrue(difference < 1e-4f, name + " differs by " + difference);
                compared++;
            }
        }
        assertEquals(expected.tensors().size(), compared);
    }
}
