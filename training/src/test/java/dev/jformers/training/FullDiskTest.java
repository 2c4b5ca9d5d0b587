package dev.jformers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets the operating system refuse to write, in the midst of a checkpoint. A process may not fill the disk for a test; but it can
 * be told how large its files may be, and writing then fails in the same place and in the same way.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no limit to the size of a process's files")
class FullDiskTest {

    /** In units of 512 bytes: more than the weights of a checkpoint, less than its optimizer's state. */
    private static final int LIMIT = 160;

    @Test
    void aCheckpointThatDoesNotFitIsNamedLeavesNothingAndTheRunGoesOn(@TempDir Path folder) throws Exception {
        TinyRun reference = new TinyRun(folder.resolve("reference"));
        reference.run(StartMode.NEW);
        TinyRun tiny = new TinyRun(folder.resolve("tiny"));
        Path log = folder.resolve("child.log");
        assertEquals(1, limited(tiny, log).waitFor(), () -> read(log));
        Path checkpoint = tiny.output().resolve("pretrain/checkpoint-5");
        String message = read(log)
                .lines()
                .filter(line -> line.contains("java.io.IOException: Could not write "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(read(log)));
        assertTrue(
                message.matches(
                        ".*Could not write " + Pattern.quote(checkpoint.toString())
                                + ": .*; a checkpoint takes about 1 MB, and [0-9,]+ MB are free there. There is no earlier checkpoint."
                                + " Make room \\(a smaller save_total_limit keeps fewer checkpoints\\), then go on with --resume\\."),
                message);
        try (Stream<Path> left = Files.list(tiny.output().resolve("pretrain"))) {
            assertEquals(
                    List.of("stage.json"),
                    left.map(file -> file.getFileName().toString()).toList());
        }
        assertEquals(RunResult.Status.FINISHED, tiny.run(StartMode.RESUME).status());
        assertArrayEquals(Files.readAllBytes(reference.weights()), Files.readAllBytes(tiny.weights()));
    }

    private static Process limited(TinyRun tiny, Path log) throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f " + LIMIT + "; exec \"$@\"",
                        "sh",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRunTest.Child.class.getName(),
                        tiny.recipeFile(12, 20).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
