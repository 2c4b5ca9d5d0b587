package dev.jformers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void tensorsComeInTheOrderOfTheirBytes() throws IOException {
        String header = "{" + RawSafetensors.tensor("late", "U8", "[2]", "[4,6]") + ","
                + RawSafetensors.tensor("empty", "F32", "[0,3]", "[4,4]") + ","
                + RawSafetensors.tensor("early", "F32", "[]", "[0,4]") + "}";
        Safetensors opened = open(RawSafetensors.file(header, 6));
        assertEquals(
                List.of("early", "empty", "late"),
                new ArrayList<>(opened.tensors().keySet()));
        assertEquals(new TensorInfo("early", TensorType.F32, List.of()), opened.info("early"));
        assertEquals(0, opened.buffer("empty").remaining());
        assertEquals(0x0504, opened.buffer("late").getShort());
    }

    @Test
    void missingTensorIsReportedWithThoseThatAreNear() throws IOException {
        Safetensors opened = open(
                RawSafetensors.file("{" + RawSafetensors.tensor("bert.layer.0.bias", "U8", "[1]", "[0,1]") + "}", 1));
        Failures.assertReports(
                "has no tensor layer.0.bias; it has bert.layer.0.bias", () -> opened.buffer("layer.0.bias"));
    }

    @Test
    void writingIntoAnArrayOrABufferDoesNotReachTheFile() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            new SafetensorsWriter()
                    .add("w", manager.create(new float[] {1, 2, 3}))
                    .write(file);
            byte[] before = Files.readAllBytes(file);
            Safetensors opened = Safetensors.open(file);
            opened.buffer("w").putFloat(0, 9);
            NDArray array = opened.array("w", manager);
            array.addi(1);
            assertArrayEquals(new float[] {10, 3, 4}, array.toFloatArray());
            assertArrayEquals(before, Files.readAllBytes(file));
        }
    }

    @Test
    void copyHasNothingToDoWithTheMapping() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            new SafetensorsWriter().add("w", manager.create(new float[] {1, 2})).write(file);
            Safetensors opened = Safetensors.open(file);
            opened.copy("w", manager).addi(1);
            assertEquals(1f, opened.buffer("w").getFloat());
        }
    }

    @Test
    void bytesThatMayOnlyBeReadBecomeArraysThatCanBeWrittenInto() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            new SafetensorsWriter().add("w", manager.create(new float[] {1, 2})).write(file);
            Safetensors writable = Safetensors.open(file);
            ByteBuffer readOnly = writable.buffer("w").asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
            NDArray array =
                    TensorArrays.create(writable.info("w"), new MappedBytes(List.of(readOnly), false), false, manager);
            array.addi(1);
            assertArrayEquals(new float[] {2, 3}, array.toFloatArray());
            assertEquals(1f, readOnly.getFloat(0));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOL", "U8", "I8", "I32", "F32", "F64", "I64"})
    void arraysTakeTheirTypeFromTheFile(TensorType type) throws IOException {
        Safetensors opened = open(RawSafetensors.file(
                "{" + RawSafetensors.tensor("w", type.name(), "[2,1]", "[0," + 2 * type.bytes() + "]") + "}",
                2 * type.bytes()));
        try (NDManager manager = NDManager.newBaseManager();
                NDArray array = opened.array("w", manager)) {
            assertEquals(type.dataType().orElseThrow(), array.getDataType());
            assertEquals(new Shape(2, 1), array.getShape());
            assertEquals(opened.buffer("w"), array.toByteBuffer());
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BOOL", "U8", "I8", "I32", "F32", "F64", "I64", "F16", "BF16"})
    void typesThatTheEngineHasNotAreReported(TensorType type) throws IOException {
        Safetensors opened = open(RawSafetensors.file(
                "{" + RawSafetensors.tensor("w", type.name(), "[1]", "[0," + type.bytes() + "]") + "}", type.bytes()));
        try (NDManager manager = NDManager.newBaseManager()) {
            Failures.assertReports("tensor w is " + type, () -> opened.array("w", manager));
        }
        assertEquals(type.bytes(), opened.buffer("w").remaining());
    }

    @Test
    void everyHalfPrecisionValueWidensExactly() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            all.putShort((short) bits);
        }
        String header = "{" + RawSafetensors.tensor("f", "F16", "[65536]", "[0,131072]") + ","
                + RawSafetensors.tensor("b", "BF16", "[256,256]", "[131072,262144]") + "}";
        byte[] data = RawSafetensors.concat(all.array(), all.array());
        Safetensors opened = open(RawSafetensors.file(header.getBytes(StandardCharsets.UTF_8), data));
        try (NDManager manager = NDManager.newBaseManager();
                NDArray half = opened.array("f", manager);
                NDArray brain = opened.array("b", manager)) {
            float[] halves = half.toFloatArray();
            float[] brains = brain.toFloatArray();
            assertEquals(new Shape(256, 256), brain.getShape());
            for (int bits = 0; bits < 1 << 16; bits++) {
                assertEquals(Float.intBitsToFloat(bits << 16), brains[bits]);
                assertEquals(half(bits), halves[bits], "bits " + bits);
            }
        }
    }

    /** The definition of binary16, read literally. */
    private static float half(int bits) {
        int exponent = (bits >> 10) & 31;
        int fraction = bits & 1023;
        float sign = bits >> 15 == 0 ? 1 : -1;
        if (exponent == 31) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        double magnitude =
                exponent == 0 ? fraction * Math.pow(2, -24) : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        return (float) (sign * magnitude);
    }

    @Test
    void manyHalfPrecisionValuesWidenInSeveralRounds() throws IOException {
        int values = (1 << 22) + 5;
        byte[] data = new byte[2 * values];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putShort(2 * (values - 1), (short) 0x3f80);
        Safetensors opened = open(RawSafetensors.file(
                ("{" + RawSafetensors.tensor("w", "BF16", "[" + values + "]", "[0," + data.length + "]") + "}")
                        .getBytes(StandardCharsets.UTF_8),
                data));
        try (NDManager manager = NDManager.newBaseManager();
                NDArray array = opened.array("w", manager)) {
            assertEquals(1, manager.getManagedArrays().size(), "arrays left behind");
            assertEquals(1f, array.getFloat(values - 1));
            assertEquals(1f, array.sum().getFloat());
        }
    }

    @Test
    void unalignedAndEmptyTensorsBecomeArrays() throws IOException {
        String header = "{" + RawSafetensors.tensor("a", "U8", "[3]", "[0,3]") + ","
                + RawSafetensors.tensor("b", "F32", "[1]", "[3,7]") + ","
                + RawSafetensors.tensor("c", "I64", "[0,2]", "[7,7]") + "}";
        Safetensors opened = open(RawSafetensors.file(header, 7));
        try (NDManager manager = NDManager.newBaseManager()) {
            assertEquals(
                    opened.buffer("b").getFloat(), opened.array("b", manager).toFloatArray()[0]);
            assertEquals(new Shape(0, 2), opened.array("c", manager).getShape());
        }
    }

    @Test
    void tensorBehindTwoGibibytesReadsRight() throws IOException {
        long large = (1L << 31) + 16;
        String header = "{" + RawSafetensors.tensor("large", "U8", "[" + large + "]", "[0," + large + "]") + ","
                + RawSafetensors.tensor("last", "F32", "[2]", "[" + large + "," + (large + 8) + "]") + "}";
        byte[] start = RawSafetensors.file(header, 0);
        Path file = Files.write(folder.resolve("large.safetensors"), start);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(start.length + large + 8);
            sparse.seek(start.length + large - 1);
            sparse.write(new byte[] {42, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        }
        Safetensors opened = Safetensors.open(file);
        assertEquals(1f, opened.buffer("last").getFloat(0));
        try (NDManager manager = NDManager.newBaseManager()) {
            assertArrayEquals(new float[] {1, 2}, opened.array("last", manager).toFloatArray());
        }
        List<ByteBuffer> slices = opened.slices("large");
        assertEquals(large, slices.stream().mapToLong(ByteBuffer::remaining).sum());
        ByteBuffer end = slices.get(slices.size() - 1);
        assertEquals(42, end.get(end.limit() - 1));
        Failures.assertReports("read it in slices", () -> opened.buffer("large"));
    }

    @Test
    void slicesJoinIntoOneArray() {
        ByteBuffer first = ByteBuffer.allocateDirect(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, 1)
                .putInt(4, 2);
        ByteBuffer second =
                ByteBuffer.allocateDirect(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 3);
        TensorInfo info = new TensorInfo("w", TensorType.I32, List.of(3L, 1L));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = TensorArrays.create(info, new MappedBytes(List.of(first, second), true), true, manager);
            assertEquals(1, manager.getManagedArrays().size(), "arrays left behind");
            assertEquals(DataType.INT32, array.getDataType());
            assertEquals(new Shape(3, 1), array.getShape());
            assertArrayEquals(new int[] {1, 2, 3}, array.toIntArray());
        }
    }

    private Safetensors open(byte[] bytes) throws IOException {
        return Safetensors.open(Files.write(folder.resolve("model.safetensors"), bytes));
    }
}
