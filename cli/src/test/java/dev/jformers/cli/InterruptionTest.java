package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill -INT")
class InterruptionTest {

    @TempDir
    private Path folder = Path.of("");

    /** A command that takes all the time in the world to stop. */
    public static final class Stubborn {

        private Stubborn() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Interruption interruption =
                    Interruption.install(new PrintWriter(System.out, true, StandardCharsets.UTF_8))) {
                interruption.stopBy("stopping", () -> {});
                System.out.println("running");
                Thread.sleep(TimeUnit.MINUTES.toMillis(5));
            }
        }
    }

    @Test
    void aSecondCtrlCEndsAtOnce() throws Exception {
        Path output = folder.resolve("out.txt");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stubborn.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        awaitText(output, "running");
        interrupt(process);
        awaitText(output, "stopping");
        assertTrue(process.isAlive());
        interrupt(process);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it hangs");
        assertEquals(ExitCodes.INTERRUPTED, process.exitValue());
        assertEquals("running\nstopping\n", Files.readString(output));
    }

    private static void awaitText(Path file, String text) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && !Files.readString(file).contains(text); i++) {
            Thread.sleep(100);
        }
        assertTrue(Files.readString(file).contains(text), Files.readString(file));
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }
}
