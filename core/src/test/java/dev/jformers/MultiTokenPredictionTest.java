package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.MultiTokenPrediction;
import dev.jformers.head.MultiTokenPrediction.MultiTokenPredictionBlock;
import dev.jformers.layer.Pass;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoders that predict more than the next token. */
class MultiTokenPredictionTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");
    private static final List<String> NEW =
            List.of("further_heads.1.bias", "further_heads.1.weight", "further_heads.2.bias", "further_heads.2.weight");

    @TempDir
    private Path folder = Path.of("");

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "bloom", "opt", "gptj", "gemma2", "deepseek-v2"})
    void theFirstHeadIsTheCausalLanguageModel(String fixture) throws IOException {
        HuggingFaceFolder files = withFurther(fixture, new JsonPrimitive(2));
        ModelDescription description = ModelDescription.of(files);
        assertEquals(MultiTokenPrediction.class, description.head().getClass());
        NDList plain;
        try (PretrainedModel causal = PretrainedModel.load(FIXTURES.resolve(fixture), Device.cpu())) {
            plain = causal.run(input(), null);
        }
        try (PretrainedModel model = PretrainedModel.load(files, description, Use.TRAINING, Device.cpu())) {
            assertEquals(NEW, model.newTensors().stream().sorted().toList());
            NDList outputs = model.run(input(), null);
            assertEquals(
                    List.of("logits", "logits.2", "logits.3"),
                    outputs.stream().map(NDArray::getName).toList());
            assertArrayEquals(
                    plain.get("logits").toFloatArray(), outputs.get("logits").toFloatArray(), fixture);
            outputs.forEach(logits -> assertEquals(plain.get("logits").getShape(), logits.getShape()));
            assertTrue(distance(outputs.get("logits"), outputs.get("logits.2")) > 1e-4);
            assertTrue(distance(outputs.get("logits.2"), outputs.get("logits.3")) > 1e-4);
        }
    }

    @Test
    void gradientsFlowFromEachHeadToItsOwnLayerAndTheTrunk() throws IOException {
        HuggingFaceFolder files = withFurther("llama", new JsonPrimitive(2));
        try (PretrainedModel model =
                        PretrainedModel.load(files, ModelDescription.of(files), Use.TRAINING, Device.cpu());
                Autograd.Scope on = Autograd.recording(true)) {
            Map<String, NDArray> weights = model.weights();
            List<String> paths = List.of(
                    "head.further1.weight",
                    "head.further2.weight",
                    "head.weight",
                    "transformer.decoder.layer0.feedForward.up.weight");
            NDArray loss = model.run(input(), null).get("logits.3").square().sum();
            List<NDArray> gradients = Autograd.gradients(
                    manager, loss, paths.stream().map(weights::get).toList());
            assertEquals(0, gradients.get(0).abs().max().getFloat(), "of another head");
            for (int i = 1; i < paths.size(); i++) {
                assertTrue(gradients.get(i).abs().max().getFloat() > 0, paths.get(i));
            }
        }
    }

    @Test
    void oneHeadAtATimeGivesTheSame() throws IOException {
        HuggingFaceFolder files = withFurther("gpt2", new JsonPrimitive(2));
        try (PretrainedModel model =
                PretrainedModel.load(files, ModelDescription.of(files), Use.TRAINING, Device.cpu())) {
            MultiTokenPredictionBlock head = model.block().head(MultiTokenPredictionBlock.class);
            Pass pass = model.pass(false);
            NDArray hidden = model.block().transformer().encode(pass, input(), head.readout());
            Parameter words = model.block().transformer().wordEmbeddings().weight();
            assertEquals(2, head.further());
            assertArrayEquals(
                    model.run(input(), null).get("logits.3").toFloatArray(),
                    head.furtherLogits(pass, hidden, words, 2).toFloatArray());
        }
    }

    @Test
    void aFolderKeepsItsFurtherHeads() throws IOException {
        HuggingFaceFolder files = withFurther("llama", new JsonPrimitive(2));
        float[] written;
        try (PretrainedModel model =
                PretrainedModel.load(files, ModelDescription.of(files), Use.TRAINING, Device.cpu())) {
            written = model.run(input(), null).get("logits.3").toFloatArray();
            model.files().write(folder.resolve("trained"));
        }
        try (PretrainedModel model = PretrainedModel.load(folder.resolve("trained"), Device.cpu())) {
            assertEquals(List.of(), model.newTensors());
            assertArrayEquals(written, model.run(input(), null).get("logits.3").toFloatArray(), 1e-5f);
        }
    }

    @Test
    void withoutTheKeyThereIsTheNextTokenAlone() throws IOException {
        assertEquals(
                CausalLanguageModel.class,
                ModelDescription.of(withFurther("llama", new JsonPrimitive(0)))
                        .head()
                        .getClass());
    }

    @Test
    void aNegativeNumberIsRefused() throws IOException {
        HuggingFaceFolder files = withFurther("llama", new JsonPrimitive(-1));
        InvalidInputException problem = assertThrows(InvalidInputException.class, () -> ModelDescription.of(files));
        assertTrue(
                String.valueOf(problem.getMessage()).contains("num_further_predictions is -1"), problem.getMessage());
    }

    private ModelInput input() {
        return new ModelInput(
                new TokenInput(manager.create(new long[] {5, 9, 7, 3, 8, 11}, new Shape(2, 3)), null, null));
    }

    private static float distance(NDArray one, NDArray other) {
        return one.sub(other).abs().max().getFloat();
    }

    /** A fixture's weights, whose config asks for further predictions. */
    private HuggingFaceFolder withFurther(String fixture, JsonElement count) throws IOException {
        Path source = FIXTURES.resolve(fixture);
        Files.copy(source.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        JsonObject config = StrictJson.read(source.resolve("config.json"));
        config.add("num_further_predictions", count);
        Files.writeString(folder.resolve("config.json"), config.toString());
        return HuggingFaceFolder.open(folder);
    }
}
