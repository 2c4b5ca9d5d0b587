package dev.jformers.checkpoint.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.checkpoint.Failures;
import dev.jformers.checkpoint.NamedTensors;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the gguf package has written, and what it reads of it. */
class GgufFileTest {

    static final Path FIXTURES = Path.of("src/test/resources/fixtures/gguf");

    @Test
    void everyTypeEqualsTheReferenceBitForBit() throws IOException {
        Safetensors expected = Safetensors.open(FIXTURES.resolve("types.safetensors"));
        NamedTensors actual = GgufFile.open(FIXTURES.resolve("types.gguf")).tensors();
        assertEquals(11, expected.tensors().size());
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        try (NDManager manager = NDManager.newBaseManager()) {
            for (TensorInfo info : expected.tensors().values()) {
                assertEquals(info.shape(), actual.info(info.name()).shape(), info.name());
                NDArray same = expected.array(info.name(), manager);
                assertArrayEquals(
                        same.toByteArray(), actual.array(info.name(), manager).toByteArray(), info.name());
                assertArrayEquals(
                        same.toByteArray(), actual.copy(info.name(), manager).toByteArray(), info.name());
            }
        }
    }

    @Test
    void metadataOfEveryTypeIsRead() throws IOException {
        GgufMetadata metadata = GgufFile.open(FIXTURES.resolve("values.gguf")).metadata();
        assertEquals(Optional.of("values"), metadata.text("general.architecture"));
        assertEquals(Optional.of(200L), metadata.integer("u8"));
        assertEquals(Optional.of(-100L), metadata.integer("i8"));
        assertEquals(Optional.of(60000L), metadata.integer("u16"));
        assertEquals(Optional.of(-30000L), metadata.integer("i16"));
        assertEquals(Optional.of(4000000000L), metadata.integer("u32"));
        assertEquals(Optional.of(-2000000000L), metadata.integer("i32"));
        assertEquals(Optional.of(1L << 40), metadata.integer("u64"));
        assertEquals(Optional.of(-(1L << 40)), metadata.integer("i64"));
        assertEquals(Optional.of(1.5), metadata.number("f32"));
        assertEquals(Optional.of(2.25), metadata.number("f64"));
        assertEquals(Optional.of(true), metadata.flag("bool"));
        assertEquals(Optional.of("gr\u00fc\u00df"), metadata.text("string"));
        assertEquals(Optional.of(List.of(1L, -2L, 3L)), metadata.integers("integers"));
        assertEquals(Optional.of(List.of(0.5, -1.5)), metadata.numbers("floats"));
        assertEquals(Optional.of(List.of("a", "", "\u00e4")), metadata.texts("strings"));
        assertEquals(Optional.empty(), metadata.text("none"));
        assertTrue(metadata.keys().contains("u8"), metadata.keys().toString());
    }

    @Test
    void aValueOfAnotherTypeIsReported() throws IOException {
        GgufMetadata metadata = GgufFile.open(FIXTURES.resolve("values.gguf")).metadata();
        Failures.assertReports("values.gguf: u8 must be a text", () -> metadata.text("u8"));
        Failures.assertReports("strings must be a list of integers", () -> metadata.integers("strings"));
        Failures.assertReports("string must be a list of texts", () -> metadata.texts("string"));
    }
}
