package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void bashReadsTheScriptAndCompletesACommand() throws IOException, InterruptedException {
        Path script = folder.resolve("completion");
        Files.writeString(script, CommandRun.of("completion").succeeded());
        assertEquals("", bash("bash", "-n", script.toString()));
        String words = bash(
                "bash",
                "-c",
                "source " + script + "; COMP_WORDS=(jformers pre); COMP_CWORD=1; _complete_jformers;"
                        + " echo \"${COMPREPLY[@]}\"");
        assertTrue(words.contains("predict"), words);
    }

    private static String bash(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
