package dev.jformers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFuzzTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreReadOrReported() throws Exception {
        List<byte[]> seeds = List.of(
                Files.readAllBytes(FIXTURES.resolve("pytorch/types.safetensors")),
                Files.readAllBytes(FIXTURES.resolve("pytorch/views.safetensors")),
                RawSafetensors.file("{\"__metadata__\":{\"format\":\"pt\"}}", 0));
        List<byte[]> tokens = Stream.of(
                        "\"F32\"", "[0,0]", "[1,2]", "9223372036854775807", "-1", "1e400", "{}", "\"dtype\":")
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toList();
        long refused = new Fuzz(seeds, tokens, folder).run("safetensors", (content, file) -> {
            Safetensors opened = Safetensors.open(file);
            for (TensorInfo info : opened.tensors().values()) {
                long[] bytes = new long[1];
                opened.source(info.name()).writeTo(part -> bytes[0] += part.remaining());
                assertEquals(info.bytes(), bytes[0]);
            }
        });
        assertTrue(refused > 100, refused + " refused");
    }
}
