package dev.jformers.checkpoint.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.checkpoint.Fuzz;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileFuzzTest {

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreReadOrReported() throws Exception {
        List<byte[]> seeds = List.of(
                Files.readAllBytes(GgufFileTest.FIXTURES.resolve("types.gguf")),
                Files.readAllBytes(GgufFileTest.FIXTURES.resolve("values.gguf")),
                RawGguf.tinyLlama(RawGguf.Q8_0).bytes());
        long refused = new Fuzz(seeds, tokens(), folder).run("GGUF", (content, file) -> readAll(GgufFile.open(file)));
        assertTrue(refused > 100, refused + " refused");
    }

    @Test
    void damagedModelsAreConvertedOrReported() throws Exception {
        RawGguf llama = RawGguf.tinyLlama(RawGguf.F32)
                .text("tokenizer.ggml.model", "llama")
                .texts("tokenizer.ggml.tokens", List.of("<unk>", "a", "b", "ab", "abab"))
                .numbers("tokenizer.ggml.scores", 0, -1, -2, -3, -4)
                .integer("tokenizer.ggml.bos_token_id", 1);
        RawGguf bytePairs = RawGguf.tinyLlama(RawGguf.Q8_0)
                .text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", "qwen2")
                .texts("tokenizer.ggml.tokens", List.of("a", "b", "ab"))
                .texts("tokenizer.ggml.merges", List.of("a b"));
        long refused = new Fuzz(List.of(llama.bytes(), bytePairs.bytes()), tokens(), folder)
                .run("GGUF models", (content, file) -> convert(GgufFile.open(file)));
        assertTrue(refused > 100, refused + " refused");
    }

    private static List<byte[]> tokens() {
        return Stream.of(
                        "GGUF",
                        "llama.",
                        "tokenizer.ggml.",
                        "qwen2",
                        "gpt2",
                        "\t\0\0\0\b\0\0\0",
                        "\t\0\0\0\t\0\0\0",
                        "a b")
                .map(token -> token.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static void readAll(GgufFile file) throws IOException {
        for (TensorInfo info : file.tensors().tensors().values()) {
            requireAll(file.stored(info.name()));
        }
    }

    private static void convert(GgufFile file) throws IOException {
        GgufArchitecture architecture = GgufArchitecture.of(file);
        architecture.config();
        for (TensorInfo info : file.tensors().tensors().values()) {
            if (architecture.tensor(file.stored(info.name())).isPresent()) {
                requireAll(architecture.tensor(file.stored(info.name())).orElseThrow());
            }
        }
        try {
            GgufTokenizer.of(file.metadata());
        } catch (UnsupportedTokenizerException e) {
            assertTrue(String.valueOf(e.getMessage()).length() > 10, e.getMessage());
        }
    }

    private static void requireAll(StoredTensor tensor) throws IOException {
        long[] bytes = new long[1];
        tensor.bytes().writeTo(part -> bytes[0] += part.remaining());
        assertEquals(tensor.info().bytes(), bytes[0]);
    }
}
