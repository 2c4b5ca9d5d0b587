package dev.jformers.checkpoint.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.Failures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files whose numbers lie. */
@Timeout(60)
class HostileGgufFileTest {

    private static final long HUGE = Long.MIN_VALUE;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void isReportedWithItsPlace(String rule, byte[] bytes, String expected) throws IOException {
        Path file = Files.write(folder.resolve("model.gguf"), bytes);
        String message = Failures.assertReports(expected, () -> GgufFile.open(file));
        assertTrue(message.startsWith(file.toString()), rule + ": " + message);
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                arguments("empty", new byte[0], "does not begin with GGUF"),
                arguments("no GGUF", new byte[100], "does not begin with GGUF"),
                arguments("version 1", new RawGguf().version(1).bytes(), "is GGUF of version 1 but can be read"),
                arguments("big-endian", new RawGguf().version(3 << 24).bytes(), "in big-endian order"),
                arguments("2^63 tensors", new RawGguf().bytes(HUGE, 0), "9223372036854775808 tensors should follow"),
                arguments("2^63 entries", new RawGguf().bytes(0, HUGE), "9223372036854775808 entries of metadata"),
                arguments("text of 2^63", value(GgufValue.STRING, longs(HUGE)), "9223372036854775808 bytes of a text"),
                arguments("text of -1", value(GgufValue.STRING, longs(-1)), "18446744073709551615 bytes of a text"),
                arguments("text not UTF-8", value(GgufValue.STRING, 1, 0xff), "is not UTF-8"),
                arguments("unknown type", value(13), "a value of the unknown type 13"),
                arguments("list of 2^63", list(GgufValue.UINT64, HUGE), "9223372036854775808 items of a list"),
                arguments("list of 2^61", list(GgufValue.UINT64, 1L << 61), "2305843009213693952 items of a list"),
                arguments("list of unknown", list(99, 1), "a list of the unknown type 99"),
                arguments("deep lists", deepLists(100_000), "lists in lists, more than 4 deep"),
                arguments(
                        "a key twice",
                        new RawGguf().integer("a", 1).integer("a", 2).bytes(),
                        "the key a twice"),
                arguments("alignment 0", alignment(0), "general.alignment is 0 but must be a power of two"),
                arguments("alignment 3", alignment(3), "general.alignment is 3 but"),
                arguments("alignment -1", alignment(-1), "general.alignment is 4294967295 but"),
                tensor("five axes", "has 5 axes", RawGguf.F32, 0, 1, 1, 1, 1, 1),
                tensor("type unknown", "tensor w has GGML type 10 but can be read in", 10, 0, 256),
                tensor("size 2^63", "shape is [-9223372036854775808] but no size may be negative", 0, 0, HUGE),
                tensor("too many", "more bytes of F32 than", RawGguf.F32, 0, 1L << 40, 1L << 40),
                tensor("rows of half blocks", "rows of 33 elements do not divide", RawGguf.Q8_0, 0, 33),
                tensor("beyond the end", "but the file has", RawGguf.F32, 0, 1000),
                tensor("just beyond the end", "but the file ends at", RawGguf.F32, 0, 17),
                tensor("offset beyond the end", "at offset 1048576", RawGguf.F32, 1 << 20, 1),
                tensor("offset -1", "at offset 18446744073709551615", RawGguf.F32, -1, 1),
                arguments(
                        "two of a name",
                        new RawGguf().info("w", 0, 0, 1).info("w", 0, 32, 1).bytes(),
                        "two tensors named w"),
                arguments(
                        "overlap",
                        new RawGguf()
                                .tensor("w", RawGguf.F32, new byte[64], 16)
                                .info("v", 0, 32, 4)
                                .bytes(),
                        "on bytes of what lies before it"));
    }

    @Test
    void everyTruncationIsReported() throws IOException {
        byte[] whole = RawGguf.tinyLlama(RawGguf.Q8_0).bytes();
        Path file = folder.resolve("model.gguf");
        int step = 7;
        for (int length = 0; length < whole.length; length += step) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(InvalidInputException.class, () -> GgufFile.open(file), "first " + length + " bytes");
        }
        assertEquals(
                11, GgufFile.open(Files.write(file, whole)).tensors().tensors().size());
    }

    @Test
    void modelsThatCannotBeImportedAreReported() throws IOException {
        assertImport("has no general.architecture", new RawGguf());
        assertImport(
                "holds a mamba model but llama, qwen2 and gpt2", new RawGguf().text("general.architecture", "mamba"));
        assertImport(
                "tensors that belong to no llama model: blk.0.ssm_a.weight",
                RawGguf.tinyLlama(RawGguf.F32).tensor("blk.0.ssm_a.weight", RawGguf.F32, new byte[4], 1));
        assertImport("a mixture of 8 experts", RawGguf.tinyLlama(RawGguf.F32).integer("llama.expert_count", 8));
        assertImport(
                "llama.rope.dimension_count is 8 but must be the size of a head, 16",
                RawGguf.tinyLlama(RawGguf.F32).integer("llama.rope.dimension_count", 8));
        assertImport(
                "rope_freqs.weight has 3.0 at 1 but Llama 3's scaling has",
                RawGguf.tinyLlama(RawGguf.F32)
                        .tensor("rope_freqs.weight", RawGguf.F32, new byte[] {0, 0, -128, 63, 0, 0, 64, 64}, 2));
        assertImport(
                "tokenizer.ggml.bos_token_id is 7 but there are 2 tokens",
                RawGguf.tinyLlama(RawGguf.F32)
                        .text("tokenizer.ggml.model", "gpt2")
                        .text("tokenizer.ggml.pre", "gpt-2")
                        .texts("tokenizer.ggml.tokens", List.of("a", "b"))
                        .texts("tokenizer.ggml.merges", List.of())
                        .integer("tokenizer.ggml.bos_token_id", 7));
    }

    private void assertImport(String expected, RawGguf gguf) throws IOException {
        Path file = Files.write(folder.resolve("model.gguf"), gguf.bytes());
        Failures.assertReports(expected, () -> GgufImport.run(file, folder.resolve("model")));
        assertTrue(Files.notExists(folder.resolve("model")));
    }

    private static Arguments tensor(String rule, String expected, int type, long offset, long... sizes) {
        byte[] bytes = new RawGguf()
                .tensor("first", RawGguf.F32, new byte[64], 16)
                .info("w", type, offset == 0 ? 64 : offset, sizes)
                .bytes();
        return arguments(rule, Arrays.copyOf(bytes, bytes.length + 64), expected);
    }

    private static byte[] alignment(int value) {
        return new RawGguf().integer("general.alignment", value).bytes();
    }

    private static byte[] value(int type, byte... bytes) {
        return new RawGguf().value("key", type, bytes).bytes();
    }

    private static byte[] value(int type, long length, int content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RawGguf.int64(bytes, length);
        bytes.write(content);
        return value(type, bytes.toByteArray());
    }

    private static byte[] list(int type, long count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) type, 0, 0, 0});
        RawGguf.int64(bytes, count);
        return value(GgufValue.ARRAY, bytes.toByteArray());
    }

    private static byte[] deepLists(int depth) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < depth; i++) {
            bytes.writeBytes(new byte[] {GgufValue.ARRAY, 0, 0, 0});
            RawGguf.int64(bytes, 1);
        }
        return value(GgufValue.ARRAY, bytes.toByteArray());
    }

    private static byte[] longs(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RawGguf.int64(bytes, value);
        return bytes.toByteArray();
    }
}
