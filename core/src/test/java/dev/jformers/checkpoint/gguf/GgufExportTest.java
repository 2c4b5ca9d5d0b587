package dev.jformers.checkpoint.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.NamedTensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.checkpoint.gguf.GgufExport.GgufType;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models become files of llama.cpp, against those that the gguf package wrote. */
class GgufExportTest {

    /** What the fixtures' script writes otherwise: llama.cpp's converter leaves the beginning token of Qwen2 unsaid, too. */
    private static final Set<String> NOT_COMPARED = Set.of("tokenizer.ggml.scores", "general.file_type");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gpt2"})
    void everyEntryOfTheReferenceIsWritten(String name) throws IOException {
        GgufMetadata expected = GgufFile.open(fixture(name)).metadata();
        GgufMetadata actual = GgufFile.open(export(imported(name), GgufType.F32, config -> {}))
                .metadata();
        for (String key : expected.keys()) {
            if (!NOT_COMPARED.contains(key)) {
                assertEquals(expected.describe(key), actual.describe(key), key);
            }
        }
        assertEquals(expected.texts("tokenizer.ggml.tokens"), actual.texts("tokenizer.ggml.tokens"));
        assertEquals(expected.integers("tokenizer.ggml.token_type"), actual.integers("tokenizer.ggml.token_type"));
        assertEquals(expected.texts("tokenizer.ggml.merges"), actual.texts("tokenizer.ggml.merges"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gpt2"})
    void everyTensorOfTheReferenceIsWritten(String name) throws IOException {
        NamedTensors expected = GgufFile.open(fixture(name)).tensors();
        NamedTensors actual = GgufFile.open(export(imported(name), GgufType.F32, config -> {}))
                .tensors();
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String tensor : expected.tensors().keySet()) {
                assertEquals(expected.info(tensor).shape(), actual.info(tensor).shape(), tensor);
                assertArrayEquals(floats(expected, tensor, manager), floats(actual, tensor, manager), 1e-6f, tensor);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gpt2"})
    void whatIsImportedAgainIsTheSameFolder(String name) throws IOException {
        Path first = imported(name);
        Path second = folder.resolve("second");
        GgufImport.run(export(first, GgufType.F32, config -> {}), second);
        HuggingFaceFolder before = HuggingFaceFolder.open(first);
        HuggingFaceFolder after = HuggingFaceFolder.open(second);
        JsonObject config = before.config();
        config.addProperty("torch_dtype", "float32");
        assertEquals(config, after.config());
        assertEquals(before.tensors().keySet(), after.tensors().keySet());
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String tensor : before.tensors().keySet()) {
                assertArrayEquals(floats(before, tensor, manager), floats(after, tensor, manager), 0, tensor);
            }
        }
        assertSameTokens(first, second, name);
    }

    private static void assertSameTokens(Path first, Path second, String name) throws IOException {
        JsonArray texts = StrictJson.read(GgufFileTest.FIXTURES.resolve(name).resolve("encodings.json"))
                .getAsJsonArray("encodings");
        try (Tokenizer before = Tokenizer.load(first, 512);
                Tokenizer after = Tokenizer.load(second, 512)) {
            for (JsonElement encoding : texts) {
                String text = encoding.getAsJsonObject().get("text").getAsString();
                assertArrayEquals(before.encode(text).ids(), after.encode(text).ids(), text);
            }
        }
        assertEquals(17, texts.size());
    }

    /** The matrices lose what their type loses, and vectors nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16"})
    void matricesAreRoundedToTheTypeThatIsAskedFor(String type) throws IOException {
        Path model = imported("llama3");
        NamedTensors exact = HuggingFaceFolder.open(model);
        Path again = folder.resolve("again");
        GgufImport.run(export(model, GgufType.valueOf(type), config -> {}), again);
        NamedTensors rounded = HuggingFaceFolder.open(again);
        double allowed = type.equals("F16") ? 0 : 1.0 / 256; // the fixture is made of halves
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String tensor : exact.tensors().keySet()) {
                float[] before = floats(exact, tensor, manager);
                float[] after = floats(rounded, tensor, manager);
                float largest = largest(before);
                boolean matrix = exact.info(tensor).shape().size() == 2;
                float bound = matrix ? (float) (allowed * largest * 1.01) : 0;
                assertArrayEquals(before, after, bound, tensor);
                assertTrue(!matrix || allowed == 0 || !Arrays.equals(before, after), tensor);
            }
        }
    }

    /** Rows of 32 are blocks; others, and the vectors, are not. */
    @Test
    void rowsThatDivideIntoBlocksAreQuantised() throws IOException {
        float[] rows = new float[3 * 64];
        Random random = new Random(5);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        Arrays.fill(rows, 32, 64, 0);
        Path file = folder.resolve("q8.gguf");
        try (NDManager manager = NDManager.newBaseManager()) {
            List<StoredTensor> tensors = new SafetensorsWriter()
                    .add("x.weight", manager.create(rows, new Shape(3, 64)))
                    .stored();
            new GgufWriter().tensor(tensors.get(0), GgmlType.Q8_0).write(file);
            GgufFile written = GgufFile.open(file);
            assertEquals(GgmlType.Q8_0, written.type("x.weight"));
            float[] read = floats(written.tensors(), "x.weight", manager);
            for (int block = 0; block < rows.length; block += 32) {
                float[] before = Arrays.copyOfRange(rows, block, block + 32);
                // half a step of 127, and what a half loses of the step
                float bound = largest(before) * (0.5f / 127 + 1f / 2048);
                assertArrayEquals(before, Arrays.copyOfRange(read, block, block + 32), bound);
            }
        }
    }

    @Test
    void whatTheFormatCannotSayIsRefused() throws IOException {
        assertRefused(
                "gpt2", config -> config.addProperty("activation_function", "relu"), "activation_function is relu");
        assertRefused("llama", config -> config.addProperty("hidden_act", "gelu"), "hidden_act is gelu");
        assertRefused(
                "llama",
                config -> {
                    JsonObject rope = new JsonObject();
                    rope.addProperty("rope_type", "longrope");
                    config.add("rope_scaling", rope);
                },
                "rope_type is longrope");
        assertRefused(
                "qwen2",
                config -> {
                    JsonArray names = new JsonArray();
                    names.add("Qwen2ForSequenceClassification");
                    config.add("architectures", names);
                },
                "architectures is Qwen2ForSequenceClassification");
        assertRefused("gpt2", config -> config.addProperty("vocab_size", 7), "the tokenizer has the id 290");
    }

    private void assertRefused(String name, Consumer<JsonObject> change, String beginning) throws IOException {
        Path model = imported(name);
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> export(model, GgufType.F32, change));
        assertTrue(String.valueOf(refused.getMessage()).contains(beginning), refused.toString());
        AtomicFiles.delete(model);
    }

    private static Path fixture(String name) {
        return GgufFileTest.FIXTURES.resolve(name).resolve("model.gguf");
    }

    private Path imported(String name) throws IOException {
        Path target = folder.resolve(name);
        GgufImport.run(fixture(name), target);
        return target;
    }

    private Path export(Path model, GgufType type, Consumer<JsonObject> change) throws IOException {
        HuggingFaceFolder files = HuggingFaceFolder.open(model);
        JsonObject config = files.config();
        change.accept(config);
        SafetensorsWriter tensors = new SafetensorsWriter();
        files.tensors()
                .keySet()
                .forEach(tensor -> tensors.add(
                        tensor, files.info(tensor).type(), files.info(tensor).shape(), files.source(tensor)));
        Path target = folder.resolve("export.gguf");
        Files.deleteIfExists(target);
        GgufExport.write(new HuggingFaceFolderWriter(config, tensors), model, type, target);
        return target;
    }

    private static float[] floats(NamedTensors tensors, String name, NDManager manager) {
        try (NDArray array = tensors.array(name, manager)) {
            return array.toFloatArray();
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
