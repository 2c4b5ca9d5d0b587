package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.family.StoredTensor;
import dev.jformers.torch.AdamW;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.DataFingerprint;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.objective.Autoregressive;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.Classification;
import dev.jformers.training.objective.EncodedExample;
import dev.jformers.training.objective.MaskedLm;
import dev.jformers.training.objective.Objective;
import dev.jformers.training.objective.Packing;
import dev.jformers.training.objective.PrefixLm;
import dev.jformers.training.objective.SequenceToSequence;
import dev.jformers.training.objective.SpanCorruption;
import dev.jformers.training.objective.Task;
import dev.jformers.training.recipe.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty steps of each objective against a plain PyTorch loop over the model of Hugging Face. */
class TrainStepAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/training");
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01, 1.0);
    private static final double TOLERANCE = 1e-5;

    /** As the fixtures' spans are drawn. */
    private static final RandomGenerator ALWAYS_ZERO = () -> 0;

    private static final Map<String, Objective> OBJECTIVES = Map.ofEntries(
            Map.entry("classification-bert", new Classification(0, List.of("a", "b", "c", "d", "e"))),
            Map.entry("masked-lm-bert", new MaskedLm(0.15, 0.8, 0.1)),
            Map.entry("autoregressive-none-gpt2", autoregressive(Packing.NONE)),
            Map.entry("autoregressive-none-llama", autoregressive(Packing.NONE)),
            Map.entry("autoregressive-none-mixtral", autoregressive(Packing.NONE)),
            Map.entry("autoregressive-continuous-gpt2", autoregressive(Packing.CONTINUOUS)),
            Map.entry("autoregressive-continuous-llama", autoregressive(Packing.CONTINUOUS)),
            Map.entry("autoregressive-separate-gpt2", autoregressive(Packing.SEPARATE)),
            Map.entry("autoregressive-separate-llama", autoregressive(Packing.SEPARATE)),
            Map.entry("prefix-lm-gpt2", new PrefixLm(Packing.NONE)),
            Map.entry("prefix-lm-llama", new PrefixLm(Packing.NONE)),
            Map.entry("sequence-to-sequence-marian", new SequenceToSequence(0.1, null)),
            Map.entry("sequence-to-sequence-t5", new SequenceToSequence(0, null)),
            Map.entry("span-corruption-t5", new SpanCorruption(0.4, 1.6, Packing.NONE)));

    private static final Set<String> NAMES = new TreeSet<>(OBJECTIVES.keySet());

    private static Autoregressive autoregressive(Packing packing) {
        return new Autoregressive(packing, null, 200);
    }

    @Test
    void eachFixtureIsCompared() {
        String[] folders = Objects.requireNonNull(FIXTURES.toFile().list());
        assertEquals(NAMES, new TreeSet<>(Arrays.asList(folders)));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void lossesGradientNormsAndFinalWeightsEqualTheReference(String name, TestReporter reporter) throws IOException {
        Comparison worst = compare(name, 1);
        reporter.publishEntry(name, worst.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"autoregressive-separate-gpt2", "prefix-lm-llama", "sequence-to-sequence-marian"})
    void aStepThatIsCutIntoMicroBatchesEqualsTheReferenceOnTheWholeBatch(String name) throws IOException {
        compare(name, 2);
    }

    /** The worst differences. */
    private record Comparison(double loss, double gradientNorm, double weights) {}

    private static Comparison compare(String name, int microBatches) throws IOException {
        ReferenceLoop reference = ReferenceLoop.read(FIXTURES.resolve(name));
        assertEquals(20, reference.steps().size());
        HuggingFaceFolder folder = reference.start();
        Task task = Objects.requireNonNull(OBJECTIVES.get(name)).newTask(folder, noData());
        ModelDescription description = task.describe(ModelDescription.of(folder));
        double loss = 0;
        double norm = 0;
        try (PretrainedModel model =
                PretrainedModel.load(folder, description, PretrainedModel.Use.TRAINING, Device.cpu())) {
            assertEquals(List.of(), model.newTensors());
            TrainStep trainer = new TrainStep(model, task, Optimizers.of(model, SETTINGS), new Seeds(1));
            for (int i = 0; i < reference.steps().size(); i++) {
                ReferenceLoop.Step expected = reference.steps().get(i);
                double rate = 0.001 * LearningRateSchedule.LINEAR.factor(i, 5, 20);
                assertEquals(expected.learningRate(), rate, 1e-12);
                StepBatches batches = new StepBatches(i, batches(reference, task, i, microBatches));
                TrainStep.Outcome outcome = trainer.run(batches, rate);
                assertEquals(expected.loss(), outcome.loss(), TOLERANCE, "loss of step " + i);
                double ofNorm = TOLERANCE * Math.max(1, expected.gradientNorm());
                assertEquals(expected.gradientNorm(), outcome.gradientNorm(), ofNorm, "norm of step " + i);
                loss = Math.max(loss, Math.abs(expected.loss() - outcome.loss()));
                norm = Math.max(norm, Math.abs(expected.gradientNorm() - outcome.gradientNorm()));
            }
            return new Comparison(loss, norm, worstWeight(model, reference.finalWeights()));
        }
    }

    private static Dataset noData() {
        DataConfig config = new DataConfig(FIXTURES, null, null, "text", null, null, null, null);
        return new Dataset(config, List.of(), List.of(), new DataFingerprint("none", "", 0), null);
    }

    private static List<Batch> batches(ReferenceLoop reference, Task task, int step, int count) {
        if (!reference.hasExamples()) {
            return List.of(reference.maskedBatch(step));
        }
        List<EncodedExample> examples = reference.examples(step);
        if (count == 1) {
            Batch batch = task.collate(examples, ALWAYS_ZERO);
            assertBatch(reference, step, batch);
            return List.of(batch);
        }
        return List.of(
                task.collate(examples.subList(0, 1), ALWAYS_ZERO),
                task.collate(examples.subList(1, examples.size()), ALWAYS_ZERO));
    }

    private static void assertBatch(ReferenceLoop reference, int step, Batch batch) {
        long[] mask = reference.inputs("attention_mask", step);
        boolean padded = Arrays.stream(mask).anyMatch(place -> place == 0);
        assertArrayEquals(reference.inputs("input_ids", step), batch.inputs().ids());
        assertArrayEquals(padded ? mask : new long[0], batch.inputs().mask());
        assertArrayEquals(reference.labels(step), batch.labels());
    }

    /** The biases of keys change no output: their gradient is rounding error, which Adam scales up to whole steps. */
    private static double worstWeight(PretrainedModel model, Safetensors expected) {
        Set<String> compared = new HashSet<>();
        double worst = 0;
        for (Map.Entry<String, NDArray> weight : model.weights().entrySet()) {
            StoredTensor place = model.description().place(weight.getKey());
            if (expected.tensors().containsKey(place.name())) {
                NDArray reference = place.read(expected.array(place.name(), model.manager()));
                float difference = reference.sub(weight.getValue()).abs().max().getFloat();
                if (!weight.getKey().endsWith("key.bias")) {
                    assertTrue(difference < TOLERANCE, weight.getKey() + " differs by " + difference);
                    worst = Math.max(worst, difference);
                }
                compared.add(place.name());
            }
        }
        assertEquals(expected.tensors().keySet(), compared);
        return worst;
    }
}
