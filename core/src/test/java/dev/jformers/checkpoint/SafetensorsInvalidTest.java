package dev.jformers.checkpoint;

import static dev.jformers.checkpoint.RawSafetensors.concat;
import static dev.jformers.checkpoint.RawSafetensors.file;
import static dev.jformers.checkpoint.RawSafetensors.length;
import static dev.jformers.checkpoint.RawSafetensors.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the format, broken once; then files damaged at random. */
class SafetensorsInvalidTest {

    private static final String GOOD = tensor("w", "F32", "[2]", "[0,8]");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void brokenRuleIsReportedWithFileAndValue(String rule, byte[] bytes, String expected) throws IOException {
        Path file = Files.write(folder.resolve("model.safetensors"), bytes);
        String message = Failures.assertReports(expected, () -> Safetensors.open(file));
        assertTrue(message.startsWith(file.toString()), rule + ": " + message);
    }

    static Stream<Arguments> brokenFiles() {
        byte[] header = ("{" + GOOD + "}").getBytes(StandardCharsets.UTF_8);
        byte[] notUtf8 = header.clone();
        notUtf8[2] = (byte) 0xff;
        return Stream.concat(
                brokenHeaders(),
                Stream.of(
                        arguments("empty file", new byte[0], "has 0 bytes"),
                        arguments("less than a length", new byte[7], "has 7 bytes"),
                        arguments("length 2^63", length(Long.MIN_VALUE), "is 9223372036854775808"),
                        arguments("length -1", concat(length(-1), header), "is 18446744073709551615"),
                        arguments("length over 100 MB", concat(length(100_000_001), header), "is 100000001"),
                        arguments("truncated header", concat(length(1000), header), "is 1000 but only"),
                        arguments("empty header", file(new byte[0], new byte[0]), "ends in the middle"),
                        arguments("not UTF-8", file(notUtf8, new byte[8]), "not UTF-8"),
                        arguments("cut JSON", file(Arrays.copyOf(header, 20), new byte[8]), "ends in the middle"),
                        arguments(
                                "missing data",
                                file(header, new byte[7]),
                                "tensor w: data_offsets [0, 8] reach beyond"),
                        arguments("data after the last", file(header, new byte[9]), "end at 8 but the file holds 9")));
    }

    private static Stream<Arguments> brokenHeaders() {
        return Stream.of(
                header("not an object", "[1]", "must be a JSON object"),
                header("not JSON", "{w}", "is not JSON: wrong character"),
                header("single quotes", "{'w':1}", "is not JSON"),
                header("trailing text", "{" + GOOD + "} x", "after its JSON object"),
                header("trailing object", "{" + GOOD + "}{}", "after its JSON object"),
                header("duplicate tensor", "{" + GOOD + "," + GOOD + "}", "key \"w\" twice"),
                header("duplicate key", "{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "key \"dtype\" twice"),
                header("deep nesting", "{\"w\":" + "[".repeat(100_000), "is not JSON"),
                header("metadata no object", "{\"__metadata__\":[]," + GOOD + "}", "__metadata__ is []"),
                header("metadata no text", "{\"__metadata__\":{\"a\":1}," + GOOD + "}", "__metadata__.a is 1"),
                header("tensor no object", "{\"w\":3}", "tensor w is 3"),
                header("missing key", "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", "tensor w is"),
                header("unknown key", "{" + GOOD.replace("}", ",\"x\":1}") + "}", "tensor w is"),
                tensorHeader("unknown dtype", "F31", "[2]", "[0,8]", "dtype is \"F31\""),
                tensorHeader("dtype of half a byte", "F4", "[16]", "[0,8]", "dtype is \"F4\""),
                tensorHeader("shape no list", "F32", "2", "[0,8]", "shape is 2"),
                tensorHeader("shape of texts", "F32", "[\"2\"]", "[0,8]", "shape holds \"2\""),
                tensorHeader("shape of fractions", "F32", "[2.0]", "[0,8]", "shape holds 2.0"),
                tensorHeader("negative shape", "F32", "[-2]", "[0,8]", "shape holds -2"),
                tensorHeader("number over 2^63", "F32", "[9223372036854775808]", "[0,8]", "holds 9223372036854775808"),
                tensorHeader("overflowing shape", "F32", "[4294967296,4294967296]", "[0,8]", "more bytes of F32"),
                tensorHeader("overflowing to the right size", "I64", "[2305843009213693953]", "[0,8]", "more bytes"),
                tensorHeader("one offset", "F32", "[2]", "[8]", "data_offsets are [8]"),
                tensorHeader("begin after end", "F32", "[2]", "[8,0]", "data_offsets are [8, 0]"),
                tensorHeader("negative offset", "F32", "[2]", "[-8,0]", "data_offsets holds -8"),
                tensorHeader("wrong size", "F32", "[3]", "[0,8]", "span 8 bytes but F32 of shape [3] has 12"),
                tensorHeader("hole before the first", "F32", "[1]", "[4,8]", "leave a hole"),
                tensorHeader("out of range", "F32", "[3]", "[0,12]", "reach beyond the 8 bytes"),
                header(
                        "overlap",
                        "{" + GOOD + "," + tensor("v", "F32", "[1]", "[4,8]") + "}",
                        "tensor v: data_offsets [4, 8] overlap the tensor before"),
                header(
                        "hole",
                        "{" + tensor("a", "U8", "[2]", "[0,2]") + "," + tensor("b", "U8", "[5]", "[3,8]") + "}",
                        "tensor b: data_offsets [3, 8] leave a hole"));
    }

    private static Arguments tensorHeader(String rule, String dtype, String shape, String offsets, String expected) {
        return header(rule, "{" + tensor("w", dtype, shape, offsets) + "}", expected);
    }

    private static Arguments header(String rule, String header, String expected) {
        return arguments(rule, file(header, 8), expected);
    }

    @Test
    void missingFileAndFolderAreReported() {
        Path missing = folder.resolve("none.safetensors");
        Failures.assertReports("does not exist", () -> Safetensors.open(missing));
        Failures.assertReports("is not a file", () -> Safetensors.open(folder));
    }

    @Test
    void everyTruncationIsReported() throws IOException {
        byte[] whole = small();
        Path file = folder.resolve("model.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(InvalidInputException.class, () -> Safetensors.open(file), "first " + length + " bytes");
        }
        assertEquals(2, Safetensors.open(Files.write(file, whole)).tensors().size());
    }

    @Test
    void flippedBytesAreReportedOrHarmless() throws IOException {
        Random random = new Random(7);
        Path file = folder.resolve("model.safetensors");
        int reported = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = small();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Safetensors opened = Safetensors.open(Files.write(file, bytes));
                opened.tensors()
                        .forEach((name, info) ->
                                assertEquals(info.bytes(), opened.buffer(name).remaining()));
            } catch (InvalidInputException e) {
                reported++;
            }
        }
        assertTrue(reported > 300, reported + " reported");
    }

    private static byte[] small() {
        return file(
                "{\"__metadata__\":{\"format\":\"pt\"}," + tensor("a", "I64", "[1,2]", "[0,16]") + ","
                        + tensor("b", "BF16", "[3]", "[16,22]") + "}",
                22);
    }
}
