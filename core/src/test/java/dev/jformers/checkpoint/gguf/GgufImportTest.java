package dev.jformers.checkpoint.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.FileKind;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.ImportSummary;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of llama.cpp become those that Hugging Face had. */
class GgufImportTest {

    private static final Set<String> NOT_IN_REFERENCE = Set.of("torch_dtype", "rope_theta", "rope_scaling", "n_ctx");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gpt2"})
    void weightsAreThoseOfHuggingFace(String name) throws IOException {
        HuggingFaceFolder expected = HuggingFaceFolder.open(GgufFileTest.FIXTURES.resolve(name));
        ImportSummary summary = importModel(name);
        HuggingFaceFolder actual = HuggingFaceFolder.open(summary.folder());
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        assertEquals(summary.tensors(), actual.tensors().size());
        assertEquals(List.of(), summary.leftOut());
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String tensor : expected.tensors().keySet()) {
                assertEquals(expected.info(tensor).shape(), actual.info(tensor).shape(), tensor);
                assertArrayEquals(
                        expected.array(tensor, manager).toFloatArray(),
                        actual.array(tensor, manager).toFloatArray(),
                        tensor);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gpt2"})
    void settingsAreThoseOfHuggingFace(String name) throws IOException {
        JsonObject expected =
                HuggingFaceFolder.open(GgufFileTest.FIXTURES.resolve(name)).config();
        JsonObject actual = importModel(name).config();
        for (String key : actual.keySet()) {
            if (!NOT_IN_REFERENCE.contains(key)) {
                assertSame(key, expected.get(key), actual.get(key));
            }
        }
        if (expected.has("rope_parameters")) {
            JsonObject rope = expected.getAsJsonObject("rope_parameters");
            assertSame("rope_theta", rope.get("rope_theta"), actual.get("rope_theta"));
            if (actual.has("rope_scaling")) {
                JsonObject scaling = actual.getAsJsonObject("rope_scaling");
                scaling.add("rope_theta", actual.get("rope_theta"));
                assertEquals(rope.keySet(), scaling.keySet());
                rope.keySet().forEach(key -> assertSame(key, rope.get(key), scaling.get(key)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gpt2"})
    void tokensAreThoseOfTheOriginalTokenizer(String name) throws IOException {
        Path model = importModel(name).folder();
        JsonObject reference =
                StrictJson.read(GgufFileTest.FIXTURES.resolve(name).resolve("encodings.json"));
        int texts = 0;
        try (Tokenizer tokenizer = Tokenizer.load(model, 512)) {
            for (JsonElement encoding : reference.getAsJsonArray("encodings")) {
                String text = encoding.getAsJsonObject().get("text").getAsString();
                int[] expected = encoding.getAsJsonObject().getAsJsonArray("ids").asList().stream()
                        .mapToInt(JsonElement::getAsInt)
                        .toArray();
                assertArrayEquals(expected, tokenizer.encode(text).ids(), "<" + text + ">");
                texts++;
            }
        }
        assertEquals(17, texts);
    }

    @Test
    void quantisedWeightsBecomeFloats() throws IOException {
        Path gguf = Files.write(
                folder.resolve("model.gguf"), RawGguf.tinyLlama(RawGguf.Q8_0).bytes());
        Path target = folder.resolve("model");
        ImportSummary summary = GgufImport.run(gguf, target);
        assertEquals("float32", summary.config().get("torch_dtype").getAsString());
        assertTrue(summary.config().get("tie_word_embeddings").getAsBoolean());
        assertEquals(List.of("tokenizer: the file has none"), summary.leftOut());
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] rows = HuggingFaceFolder.open(target)
                    .array("model.layers.0.self_attn.q_proj.weight", manager)
                    .toFloatArray();
            long[] firstOfRow = LongStream.range(0, 32)
                    .map(row -> (long) rows[(int) row * 32])
                    .toArray();
            long[] expected = LongStream.range(0, 32)
                    .map(row -> row / 16 * 16 + row % 8 * 2 + row % 16 / 8)
                    .toArray();
            assertArrayEquals(expected, firstOfRow);
        }
    }

    @Test
    void layersWithoutTensorsAreMissed() throws IOException {
        byte[] content = RawGguf.tinyLlama(RawGguf.F32)
                .tensor("blk.1.attn_norm.weight", RawGguf.F32, new byte[128], 32)
                .bytes();
        Path gguf = Files.write(folder.resolve("model.gguf"), content);
        Path target = folder.resolve("model");
        InvalidInputException problem = assertThrows(InvalidInputException.class, () -> GgufImport.run(gguf, target));
        assertEquals(
                gguf
                        + ": llama.block_count is 1 but there are tensors of 2 layers; the file is not whole, or says so wrongly",
                problem.getMessage());
        assertTrue(Files.notExists(target));
    }

    @Test
    void aTokenizerThatCannotBeConvertedIsLeftOutWithItsReason() throws IOException {
        Path gguf = Files.write(
                folder.resolve("model.gguf"),
                RawGguf.tinyLlama(RawGguf.F32)
                        .text("tokenizer.ggml.model", "t5")
                        .texts("tokenizer.ggml.tokens", List.of("a", "b"))
                        .bytes());
        ImportSummary summary = GgufImport.run(gguf, folder.resolve("model"));
        assertEquals(1, summary.leftOut().size());
        assertTrue(
                summary.leftOut().get(0).contains("its kind is t5"),
                summary.leftOut().toString());
        assertTrue(Files.notExists(folder.resolve("model").resolve("tokenizer.json")));
    }

    private ImportSummary importModel(String name) throws IOException {
        return GgufImport.run(GgufFileTest.FIXTURES.resolve(name).resolve("model.gguf"), folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GG", "this is text, and longer than the start of a GGUF file"})
    void aFileThatIsGgufByItsNameAloneIsReportedAsSuch(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("model.gguf"), content);
        assertEquals(FileKind.GGUF, FileKind.of(file));
        InvalidInputException problem =
                assertThrows(InvalidInputException.class, () -> GgufImport.run(file, folder.resolve("out")));
        assertEquals(
                file + " does not begin with GGUF and a version; is it a GGUF file, and whole?", problem.getMessage());
    }

    private static void assertSame(String key, JsonElement expected, JsonElement actual) {
        if (actual.isJsonPrimitive() && actual.getAsJsonPrimitive().isNumber()) {
            assertEquals(expected.getAsDouble(), actual.getAsDouble(), key);
        } else {
            assertEquals(expected, actual, key);
        }
    }
}
