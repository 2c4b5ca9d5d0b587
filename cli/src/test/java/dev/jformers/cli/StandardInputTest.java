package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process of its own whose standard input is a pipe, as in {@code cat texts.txt | jformers predict MODEL}. */
class StandardInputTest {

    @Test
    void linesOfAPipeArePredictedUntilItCloses() throws Exception {
        List<String> command = List.of("predict", Models.CLASSIFIER.toString());
        assertEquals(2, run(command, "a text\nanother\n").lines().count());
    }

    @Test
    void linesOfAPipeAreTokenizedUntilItCloses() throws Exception {
        List<String> command = List.of("tokenize", Models.CLASSIFIER.toString());
        assertEquals(2, run(command, "a text\nanother\n").lines().count());
    }

    private static String run(List<String> arguments, String input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it hangs");
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
