package dev.jformers.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.Failures;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.NamedTensors;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What torch has written, against the same tensors as safetensors. */
class PytorchFileTest {

    static final Path FIXTURES = Path.of("src/test/resources/fixtures/pytorch");

    @TempDir
    Path folder;

    @Test
    void everyTypeOfElementsIsRead() throws IOException {
        Safetensors expected = Safetensors.open(FIXTURES.resolve("types.safetensors"));
        assertEquals(TensorType.values().length, expected.tensors().size());
        assertSameTensors(expected, PytorchFile.open(FIXTURES.resolve("types.bin")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"views.bin", "protocol-3.bin", "protocol-4.bin", "protocol-5.bin", "nested.pt"})
    void sharedAndStridedTensorsAreRead(String name) throws IOException {
        NamedTensors actual = PytorchFile.open(FIXTURES.resolve(name));
        Safetensors expected = Safetensors.open(FIXTURES.resolve("views.safetensors"));
        assertSameTensors(expected, actual);
        assertEquals("embedding", actual.tensors().keySet().iterator().next());
    }

    @Test
    void arraysHaveTheValuesOfTheViews() throws IOException {
        NamedTensors actual = PytorchFile.open(FIXTURES.resolve("views.bin"));
        Safetensors expected = Safetensors.open(FIXTURES.resolve("views.safetensors"));
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String name : expected.tensors().keySet()) {
                for (NDArray array : List.of(actual.array(name, manager), actual.copy(name, manager))) {
                    NDArray same = expected.array(name, manager);
                    assertEquals(same.getShape(), array.getShape(), name);
                    assertArrayEquals(same.toByteArray(), array.toByteArray(), name);
                }
            }
        }
    }

    @Test
    void aStridedTensorOfManyPartsIsRead() throws IOException {
        int rows = 1200;
        int columns = 500;
        ByteBuffer floats = ByteBuffer.allocate(rows * columns * Float.BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows * columns; i++) {
            floats.putFloat(i);
        }
        byte[] pickle = RawPytorch.stateDict("w", List.of(columns, rows), List.of(1, columns), rows * columns);
        Path file = Files.write(folder.resolve("model.bin"), RawPytorch.archive(pickle, floats.array()));
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] values = PytorchFile.open(file).array("w", manager).toFloatArray();
            for (int i = 0; i < values.length; i++) {
                assertEquals((float) (i % rows * columns + i / rows), values[i]);
            }
        }
    }

    @Test
    void aFolderWithABinOpensLikeAnyOther() throws IOException {
        Path model = model();
        Files.copy(FIXTURES.resolve("views.bin"), model.resolve("pytorch_model.bin"));
        assertSameTensors(Safetensors.open(FIXTURES.resolve("views.safetensors")), HuggingFaceFolder.open(model));
        Files.copy(FIXTURES.resolve("types.safetensors"), model.resolve("model.safetensors"));
        assertEquals(
                TensorType.values().length,
                HuggingFaceFolder.open(model).tensors().size(),
                "safetensors are preferred");
    }

    @Test
    void shardsAreReadAsOneModel() throws IOException {
        Path model = model();
        Files.copy(FIXTURES.resolve("views.bin"), model.resolve("pytorch_model-00001-of-00002.bin"));
        Files.copy(FIXTURES.resolve("types.bin"), model.resolve("pytorch_model-00002-of-00002.bin"));
        writeIndex(model, "pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin");
        HuggingFaceFolder opened = HuggingFaceFolder.open(model);
        assertEquals(List.of("tied", "int16"), List.copyOf(opened.tensors().keySet()));
        Files.delete(model.resolve("pytorch_model-00002-of-00002.bin"));
        Failures.assertReports(
                "names the shard pytorch_model-00002-of-00002.bin, which is not there",
                () -> HuggingFaceFolder.open(model));
        writeIndex(model, "pytorch_model-00001-of-00002.bin", "model.safetensors");
        Failures.assertReports(
                "weight_map.int16 is \"model.safetensors\" but must be the name of a .bin file",
                () -> HuggingFaceFolder.open(model));
    }

    private Path model() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        StrictJson.write(new JsonObject(), model.resolve("config.json"));
        return model;
    }

    private static void writeIndex(Path model, String tied, String int16) throws IOException {
        JsonObject weightMap = new JsonObject();
        weightMap.addProperty("tied", tied);
        weightMap.addProperty("int16", int16);
        JsonObject index = new JsonObject();
        index.add("weight_map", weightMap);
        StrictJson.write(index, model.resolve("pytorch_model.bin.index.json"));
    }

    private static void assertSameTensors(NamedTensors expected, NamedTensors actual) throws IOException {
        assertEquals(expected.tensors(), actual.tensors());
        for (TensorInfo info : expected.tensors().values()) {
            assertArrayEquals(bytes(expected, info), bytes(actual, info), info.name());
        }
    }

    private static byte[] bytes(NamedTensors tensors, TensorInfo info) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tensors.source(info.name()).writeTo(buffer -> {
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        });
        return bytes.toByteArray();
    }
}
