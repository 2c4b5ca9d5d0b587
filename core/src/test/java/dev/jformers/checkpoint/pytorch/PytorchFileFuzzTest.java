package dev.jformers.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.checkpoint.Fuzz;
import dev.jformers.checkpoint.NamedTensors;
import dev.jformers.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PytorchFileFuzzTest {

    private static final List<byte[]> TOKENS = Stream.concat(
                    Stream.of(
                                    "}",
                                    "(",
                                    "u.",
                                    "K\0",
                                    "\u0085",
                                    "h\0",
                                    "torch\nFloatStorage\n",
                                    "cos\nsystem\n",
                                    "PK\3\4")
                            .map(token -> token.getBytes(StandardCharsets.ISO_8859_1)),
                    IntStream.range(0, 256).mapToObj(opcode -> new byte[] {(byte) opcode}))
            .toList();

    @TempDir
    Path folder;

    @Test
    void damagedArchivesAreReadOrReported() throws Exception {
        List<byte[]> seeds = List.of(fixture("plain.bin"), fixture("views.bin"), fixture("protocol-4.bin"));
        long refused = new Fuzz(seeds, TOKENS, folder).run(".bin archives", (content, file) -> readAll(file));
        assertTrue(refused > 100, refused + " refused");
    }

    /** The archive is good, so that its checksum does not end the matter. */
    @Test
    void damagedPicklesInGoodArchivesAreReadOrReported() throws Exception {
        long refused = new Fuzz(List.of(pickle("plain.bin")), TOKENS, folder)
                .run(".bin archives with damaged pickles", (content, file) -> {
                    Files.write(file, RawPytorch.archive(content, new byte[16]));
                    readAll(file);
                });
        assertTrue(refused > 100, refused + " refused");
    }

    @Test
    void damagedPicklesAreReadOrReported() throws Exception {
        List<byte[]> seeds = List.of(
                pickle("plain.bin"),
                pickle("nested.pt"),
                pickle("views.bin"),
                pickle("protocol-4.bin"),
                pickle("types.bin"));
        long refused = new Fuzz(seeds, TOKENS, folder)
                .run(
                        "pickles",
                        (content, file) ->
                                StateDict.tensors(new Unpickler(ByteBuffer.wrap(content), "pickle").load(), "pickle"));
        assertTrue(refused > 100, refused + " refused");
    }

    private static void readAll(Path file) throws IOException {
        NamedTensors tensors = PytorchFile.open(file);
        for (TensorInfo info : tensors.tensors().values()) {
            long[] bytes = new long[1];
            tensors.source(info.name()).writeTo(part -> bytes[0] += part.remaining());
            assertEquals(info.bytes(), bytes[0]);
        }
    }

    private static byte[] fixture(String name) throws IOException {
        return Files.readAllBytes(PytorchFileTest.FIXTURES.resolve(name));
    }

    private static byte[] pickle(String name) throws IOException {
        try (ZipFile zip = new ZipFile(PytorchFileTest.FIXTURES.resolve(name).toFile())) {
            return zip.getInputStream(zip.stream()
                            .filter(entry -> entry.getName().endsWith("/data.pkl"))
                            .findFirst()
                            .orElseThrow())
                    .readAllBytes();
        }
    }
}
