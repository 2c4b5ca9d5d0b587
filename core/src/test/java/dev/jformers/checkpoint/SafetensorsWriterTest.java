package dev.jformers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsWriterTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyTypeComesBackAsItWasWritten(TensorType type) throws IOException {
        byte[] bytes = new byte[6 * type.bytes()];
        new Random(type.ordinal()).nextBytes(bytes);
        Path file = folder.resolve("model.safetensors");
        new SafetensorsWriter()
                .add("w", type, List.of(2L, 3L), sink -> {
                    sink.accept(ByteBuffer.wrap(bytes, 0, type.bytes()));
                    sink.accept(ByteBuffer.wrap(bytes, type.bytes(), 5 * type.bytes()));
                })
                .write(file);
        Safetensors opened = Safetensors.open(file);
        assertEquals(type, opened.info("w").type());
        assertEquals(List.of(2L, 3L), opened.info("w").shape());
        assertEquals(ByteBuffer.wrap(bytes), opened.buffer("w"));
        assertEquals(Map.of("format", "pt"), opened.metadata());
    }

    @Test
    void layoutIsThatOfHuggingFace() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter writer = new SafetensorsWriter();
        for (TensorType type : TensorType.values()) {
            writer.add(type.name(), type, List.of(1L), TensorSource.of(ByteBuffer.allocate(type.bytes())));
        }
        writer.add("F32.more", TensorType.F32, List.of(), TensorSource.of(ByteBuffer.allocate(4)))
                .write(file);
        // Types in the order in which safetensors 0.8.0 wrote one tensor of each.
        assertEquals(
                List.of(
                        "U64",
                        "I64",
                        "F64",
                        "C64",
                        "F32",
                        "F32.more",
                        "U32",
                        "I32",
                        "BF16",
                        "F16",
                        "U16",
                        "I16",
                        "F8_E5M2FNUZ",
                        "F8_E4M3FNUZ",
                        "F8_E8M0",
                        "F8_E4M3",
                        "F8_E5M2",
                        "I8",
                        "U8",
                        "BOOL"),
                new ArrayList<>(Safetensors.open(file).tensors().keySet()));
    }

    @Test
    void headerIsPaddedToEightBytes() throws IOException {
        Path file = folder.resolve("model.safetensors");
        new SafetensorsWriter()
                .add("ä<\"", TensorType.U8, List.of(1L), TensorSource.of(ByteBuffer.wrap(new byte[] {7})))
                .metadata("source", "test")
                .write(file);
        byte[] bytes = Files.readAllBytes(file);
        String header = "{\"__metadata__\":{\"format\":\"pt\",\"source\":\"test\"},"
                + "\"ä<\\\"\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
        int length = header.getBytes(StandardCharsets.UTF_8).length;
        String padded = header + " ".repeat((8 - length % 8) % 8);
        assertArrayEquals(RawSafetensors.file(padded.getBytes(StandardCharsets.UTF_8), new byte[] {7}), bytes);
        assertEquals(0, (bytes.length - 1) % 8);
    }

    @Test
    void arraysComeBackInTheirTypeAndShape() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray matrix = manager.arange(6f).reshape(2, 3);
            Map<String, NDArray> arrays = Map.of(
                    "matrix", matrix,
                    "transposed", matrix.transpose(),
                    "long", manager.create(new long[] {1L << 40}),
                    "int", manager.create(new int[] {-5}),
                    "bool", manager.create(new boolean[] {true, false}),
                    "scalar", manager.create(2.5f),
                    "empty", manager.create(new Shape(0, 4)),
                    "half", manager.create(new float[] {1.5f}).toType(DataType.FLOAT16, false));
            int before = manager.getManagedArrays().size();
            new SafetensorsWriter().addAll(arrays).write(file);
            assertEquals(before, manager.getManagedArrays().size(), "arrays left behind");
            Safetensors opened = Safetensors.open(file);
            assertEquals(arrays.size(), opened.tensors().size());
            arrays.forEach((name, array) -> {
                NDArray read = opened.array(name, manager).toType(array.getDataType(), false);
                assertEquals(array.getShape(), read.getShape(), name);
                assertTrue(array.size() == 0 || array.contentEquals(read), name);
            });
        }
    }

    @Test
    void sourceThatGivesTheWrongNumberOfBytesLeavesNoFile() {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter writer =
                new SafetensorsWriter().add("w", TensorType.F32, List.of(2L), TensorSource.of(ByteBuffer.allocate(4)));
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> writer.write(file));
        assertTrue(Failures.message(thrown).contains("tensor w gave 4 bytes but F32 of shape [2] has 8"));
        assertFalse(Files.exists(file));
    }

    @Test
    void nameThatIsTakenIsRefused() {
        SafetensorsWriter writer =
                new SafetensorsWriter().add("w", TensorType.U8, List.of(0L), TensorSource.of(ByteBuffer.allocate(0)));
        for (String name : List.of("w", "__metadata__")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> writer.add(name, TensorType.U8, List.of(0L), TensorSource.of(ByteBuffer.allocate(0))));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> writer.add("v", TensorType.U8, List.of(-1L), TensorSource.of(ByteBuffer.allocate(0))));
    }
}
