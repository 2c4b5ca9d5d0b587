package dev.jformers.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.Failures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that want something else than to hold tensors. */
@Timeout(60)
class HostilePytorchFileTest {

    private static final Path FIXTURES = PytorchFileTest.FIXTURES;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostile-system-2.bin | asks for posix.system, which is no part of a tensor",
                "hostile-system-4.bin | asks for posix.system",
                "hostile-nested.bin   | asks for __builtin__.eval",
                "hostile-names.bin    | asks for posix.system",
                "hostile-builtins.bin | asks for __builtin__.eval",
                "hostile-instance.bin | opcode 0x69 is not one that tensors need",
                "hostile-setstate.bin | attributes for what is no dictionary",
                "hostile-memo.bin     | holds no dictionary of names and tensors",
                "hostile-depth.bin    | holds no dictionary",
                "hostile-doubling.bin | holds no dictionary",
                "hostile-text.bin     | 9223372036854775808 bytes should follow",
                "hostile-self.bin     | a key that is neither a text nor a number",
                "hostile-beyond.bin   | tensor w: shape [5], strides [1] and offset 0 reach out of its storage of 4",
                "hostile-negative.bin | strides [-1] and offset 3 reach out of",
                "hostile-offset.bin   | offset 4611686018427387904 reach out of",
                "hostile-huge.bin     | is in a storage of 4611686018427387904 bytes but archive/data/0 has 16",
                "hostile-overflow.bin | more bytes of F32 than a file can have",
                "hostile-repeat.bin   | has more elements than its storage (4)",
                "hostile-storage.bin  | has no archive/data/7",
                "hostile-path.bin     | has no archive/data/../../../etc/passwd",
                "hostile-axes.bin     | a tensor of 100 axes",
                "hostile-bomb.bin     | is compressed or encrypted",
                "hostile-overlap.bin  | on bytes of what lies before it",
                "legacy.bin           | was written by torch.save before 1.6, as a plain pickle; convert it: python",
                "torchscript.pt       | is a TorchScript archive",
                "no-tensors.pt        | holds no tensors by name",
                "no-dictionary.pt     | holds no dictionary of names and tensors",
            })
    void isRefusedWithItsReason(String name, String expected) {
        Path file = FIXTURES.resolve(name);
        String message = Failures.assertReports(expected, () -> PytorchFile.open(file));
        assertTrue(message.startsWith(file.toString()), message);
    }

    @Test
    void allHostileFilesAreTried() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            List<Path> hostile = files.filter(
                            file -> file.getFileName().toString().startsWith("hostile"))
                    .toList();
            assertEquals(23, hostile.size());
            hostile.forEach(file -> assertThrows(InvalidInputException.class, () -> PytorchFile.open(file)));
        }
    }

    @Test
    void everyTruncationIsReported() throws IOException {
        byte[] whole = Files.readAllBytes(FIXTURES.resolve("plain.bin"));
        Path file = folder.resolve("model.bin");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(InvalidInputException.class, () -> PytorchFile.open(file), "first " + length + " bytes");
        }
        assertEquals(1, PytorchFile.open(Files.write(file, whole)).tensors().size());
    }

    @Test
    void endlessStacksAndProgramsAreCut() throws IOException {
        assertReports("more than 1000000 values on the stack", repeated(Pickle.NONE, 1_100_000));
        assertReports("more than 1000000 values on the stack", repeated(Pickle.MARK, 1_100_000));
        ByteArrayOutputStream pairs = new ByteArrayOutputStream();
        pairs.write(Pickle.PROTO);
        pairs.write(2);
        for (int i = 0; i < 2_100_000; i++) {
            pairs.write(Pickle.NONE);
            pairs.write(Pickle.POP);
        }
        assertReports("more than 4000000 operations", pairs.toByteArray());
        assertReports("has 40000000 bytes but may have 32000000", new byte[40_000_000]);
    }

    @Test
    void aDirectoryBeyondTheEndIsReported() throws IOException {
        byte[] archive = Files.readAllBytes(FIXTURES.resolve("plain.bin"));
        ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putInt(archive.length - 6, Integer.MAX_VALUE);
        Path file = Files.write(folder.resolve("model.bin"), archive);
        Failures.assertReports("its zip directory should be", () -> PytorchFile.open(file));
    }

    private void assertReports(String expected, byte[] program) throws IOException {
        Path file = Files.write(folder.resolve("model.bin"), RawPytorch.archive(program));
        Failures.assertReports(expected, () -> PytorchFile.open(file));
    }

    private static byte[] repeated(int opcode, int times) {
        byte[] program = new byte[2 + times];
        Arrays.fill(program, (byte) opcode);
        program[0] = (byte) Pickle.PROTO;
        program[1] = 2;
        return program;
    }
}
