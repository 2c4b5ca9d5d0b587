package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.model.Trace;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our task heads against those of Hugging Face transformers; {@code scripts/fixtures/heads.py} wrote the numbers. */
class TaskHeadsAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/heads");

    private static final float OUTPUTS = 1e-5f;
    private static final float LOSS = 1e-6f;

    static List<String> fixtures() {
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereAreFixtures() {
        assertEquals(80, fixtures().size(), fixtures().toString());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void outputsEqualTheReferenceWithAndWithoutATrace(String fixture) throws IOException {
        Safetensors expected = read(fixture, "outputs");
        Set<String> names = outputNames(expected);
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(fixture), Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            ModelInput input = input(fixture, manager);
            input.flattened().check(model.description().transformer());
            for (Trace trace : new Trace[] {null, new Trace()}) {
                NDList outputs = model.run(input, trace);
                assertEquals(
                        names,
                        new HashSet<>(outputs.stream().map(NDArray::getName).toList()));
                for (NDArray output : outputs) {
                    NDArray truth = expected.array(output.getName(), manager);
                    assertClose(unpadded(truth, input), unpadded(output, input), output.getName());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradientsEqualTheReference(String fixture) throws IOException {
        Safetensors expected = read(fixture, "outputs");
        HuggingFaceFolder files = HuggingFaceFolder.open(FIXTURES.resolve(fixture));
        ModelDescription description = ModelDescription.of(files).withDropout(0);
        try (PretrainedModel model =
                        PretrainedModel.load(files, description, PretrainedModel.Use.TRAINING, Device.cpu());
                NDManager manager = NDManager.newBaseManager();
                Autograd.Scope on = Autograd.recording(true)) {
            NDArray loss = loss(model, fixture, manager);
            float truth = expected.array("loss", manager).getFloat();
            assertEquals(truth, loss.getFloat(), LOSS * summed(fixture, expected, manager));
            Map<String, NDArray> weights = reached(model, expected);
            List<NDArray> gradients = Autograd.gradients(manager, loss, new ArrayList<>(weights.values()));
            Map<String, NDArray> byPath = new TreeMap<>();
            weights.keySet().forEach(path -> byPath.put(path, gradients.get(byPath.size())));
            GradientAgreement.assertAgree(expected, description, byPath, manager);
        }
    }

    /** The parameters that take part in the outputs. */
    private static Map<String, NDArray> reached(PretrainedModel model, Safetensors expected) {
        Map<String, NDArray> weights = model.weights();
        weights.keySet()
                .removeIf(path -> !expected.tensors()
                        .containsKey("grad." + model.description().place(path).name()));
        return weights;
    }

    private static NDArray loss(PretrainedModel model, String fixture, NDManager manager) throws IOException {
        Safetensors inputs = read(fixture, "inputs");
        NDList outputs = model.block().run(model.pass(true), input(fixture, manager), null);
        return outputs.stream()
                .map(output -> output.mul(inputs.array("weight." + output.getName(), manager))
                        .sum())
                .reduce(NDArray::add)
                .orElseThrow();
    }

    /** The sum of the sizes of what the loss sums up, of which most may cancel. */
    private static float summed(String fixture, Safetensors expected, NDManager manager) throws IOException {
        Safetensors inputs = read(fixture, "inputs");
        float sum = 0;
        for (String name : outputNames(expected)) {
            NDArray terms = expected.array(name, manager).mul(inputs.array("weight." + name, manager));
            sum += terms.abs().sum().getFloat();
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFolderThatIsWrittenAgainKeepsEveryTensorAndTheConfig(String fixture, @TempDir Path target)
            throws IOException {
        HuggingFaceFolder before = HuggingFaceFolder.open(FIXTURES.resolve(fixture));
        try (PretrainedModel model = PretrainedModel.load(before.path(), Device.cpu())) {
            model.files().write(target.resolve("copy"));
        }
        HuggingFaceFolder after = HuggingFaceFolder.open(target.resolve("copy"));
        assertEquals(before.config(), after.config());
        assertEquals(before.tensors().keySet(), after.tensors().keySet());
        assertFalse(before.tensors().isEmpty());
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String name : before.tensors().keySet()) {
                assertArrayEquals(
                        before.array(name, manager).toByteArray(),
                        after.array(name, manager).toByteArray(),
                        name);
            }
        }
    }

    private static Set<String> outputNames(Safetensors outputs) {
        Set<String> names = new HashSet<>(outputs.tensors().keySet());
        names.removeIf(name -> name.startsWith("grad.") || name.equals("loss"));
        return names;
    }

    private static ModelInput input(String fixture, NDManager manager) throws IOException {
        Safetensors inputs = read(fixture, "inputs");
        return new ModelInput(new TokenInput(
                inputs.array("input_ids", manager),
                inputs.tensors().containsKey("token_type_ids") ? inputs.array("token_type_ids", manager) : null,
                inputs.array("attention_mask", manager)));
    }

    private static Safetensors read(String fixture, String file) throws IOException {
        return Safetensors.open(FIXTURES.resolve(fixture).resolve(file + ".safetensors"));
    }

    /** Zero at padding, where some models see nothing: {@code [batch, seq]} or {@code [batch, seq, labels]}. */
    private static NDArray unpadded(NDArray output, ModelInput input) {
        NDArray mask = Objects.requireNonNull(input.tokens().mask()).toType(DataType.FLOAT32, false);
        long[] shape = output.getShape().getShape();
        boolean ofTokens =
                mask.getShape().dimension() == 2 && shape[1] == mask.getShape().get(1);
        return ofTokens ? output.mul(shape.length == 2 ? mask : mask.expandDims(2)) : output;
    }

    /** Within 1e-5, relative to the largest value where that exceeds 1. */
    private static void assertClose(NDArray expected, NDArray actual, String name) {
        assertEquals(expected.getShape(), actual.getShape(), name);
        float largest = Math.max(1, expected.abs().max().getFloat());
        float difference = expected.sub(actual).abs().max().getFloat();
        assertTrue(difference <= OUTPUTS * largest, name + " differs by " + difference + " of " + largest);
    }
}
