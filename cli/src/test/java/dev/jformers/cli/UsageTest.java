package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    private static final Set<String> COMMANDS = Set.of(
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
            "completion");

    @Test
    void withoutACommandTheUsageGoesToStandardError() {
        CommandRun run = CommandRun.of();
        assertEquals(ExitCodes.USAGE, run.code());
        assertEquals("", run.out());
        for (String command : COMMANDS) {
            assertTrue(run.errors().contains("\n  " + command + " "), command + " is missing in\n" + run.errors());
        }
    }

    @Test
    void allCommandsAreThere() {
        assertEquals(
                COMMANDS,
                JformersCommand.commandLine(Interruption.none())
                        .getSubcommands()
                        .keySet());
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
                "completion"
            })
    void helpOfACommandGoesToStandardOutput(String command) {
        String help = CommandRun.of(command, "--help").succeeded();
        assertTrue(help.contains("Usage: jformers " + command), help);
        assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
        assertEquals(help, CommandRun.of(command, "-h").succeeded());
    }

    @Test
    void versionTellsWhatItRunsOn() {
        String version = CommandRun.of("--version").succeeded();
        assertTrue(
                version.matches("jformers \\d+\\.\\d+\\.\\d+.*\nDJL [\\d.]+, PyTorch [\\d.]+ \\(\\w+\\), Java .*\n"),
                version);
    }

    @Test
    void aSlipInACommandIsUnderstood() {
        CommandRun.of("predikt").refused("jformers: there is no command predikt; did you mean predict?", "jformers");
        CommandRun.of("xyz").refused("jformers: there is no command xyz", "jformers");
    }

    @Test
    void aSlipInAnOptionIsUnderstood() {
        CommandRun.of("predict", "model", "--tpo", "3")
                .refused("jformers predict: there is no option --tpo; did you mean --top?", "jformers predict");
    }

    @Test
    void whatIsMissingIsNamed() {
        CommandRun.of("predict").refused("jformers predict: Missing required parameter: 'MODEL'", "jformers predict");
        CommandRun.of("export", "model")
                .refused("jformers export: Missing required option: '--output=PATH'", "jformers export");
    }

    @Test
    void oneArgumentTooManyIsNamed() {
        CommandRun.of("inspect", "a", "b")
                .refused("jformers inspect: \"b\" is one argument too many", "jformers inspect");
    }

    @Test
    void valuesAreChecked() {
        CommandRun.of("predict", "model", "--top", "0", "text")
                .refused("jformers predict: --top is 0 but must be at least 1", "jformers predict");
        CommandRun.of("predict", "model", "--top", "many", "text")
                .refused(
                        "jformers predict: Invalid value for option '--top': 'many' is not an int", "jformers predict");
        CommandRun.of("embed", "model", "--max-length", "2", "text")
                .refused(
                        "jformers embed: --max-length is 2 but must be at least 3: two special tokens and one of the text",
                        "jformers embed");
        CommandRun.of("predict", "model", "--input", "a.csv", "text")
                .refused("jformers predict: give texts or --input, not both: \"text\" and a.csv", "jformers predict");
    }

    @Test
    void verboseShowsTheStackTraceFromBothSidesOfTheCommand() {
        Path missing = Path.of("no-such-model");
        for (CommandRun run : new CommandRun[] {
            CommandRun.of("--verbose", "inspect", missing), CommandRun.of("inspect", missing, "--verbose")
        }) {
            assertEquals(ExitCodes.FAILED, run.code());
            assertTrue(run.errors().startsWith("jformers inspect: no-such-model does not exist;"), run.errors());
            assertTrue(run.errors().contains("\tat dev.jformers.checkpoint.HuggingFaceFolder."), run.errors());
        }
        Logging.setVerbose(false);
    }
}
