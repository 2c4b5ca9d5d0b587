package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void bashReadsTheScriptAndCompletesACommand() throws IOException, InterruptedException {
        assertEquals("", bash("bash", "-n", script().toString()));
        assertEquals("predict", completed("pre"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train",
                "evaluate",
                "predict",
                "embed",
                "fill-mask",
                "import",
                "export",
                "forward",
                "generate",
                "inspect",
                "new",
                "train-tokenizer",
                "tokenize",
                "detokenize",
                "predict --json",
                "evaluate --data",
                "predict --input",
                "forward --output",
                "generate --draft-model",
                "evaluate --label-column class",
            })
    void bashCompletesFoldersAndFiles(String words) throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("my-model"));
        Files.createFile(folder.resolve("my-recipe.yaml"));
        Files.createFile(folder.resolve("another"));
        assertEquals("my-model my-recipe.yaml", completed(words + " my"));
    }

    private Path script() throws IOException {
        return Files.writeString(
                folder.resolve("completion"), CommandRun.of("completion").succeeded());
    }

    /** What stands for choice where Tab is pressed behind these words, sorted. */
    private String completed(String words) throws IOException, InterruptedException {
        int last = words.split(" ", -1).length;
        String choices = bash(
                "bash",
                "-c",
                "source " + script() + "; cd " + folder + "; COMP_WORDS=(jformers " + words + "); COMP_CWORD=" + last
                        + "; COMP_LINE='jformers " + words + "'; _complete_jformers 2>/dev/null;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"");
        return choices.lines().sorted().collect(Collectors.joining(" "));
    }

    private static String bash(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
