package dev.jformers.training.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Rehearsal rehearsal = new Rehearsal();
    private final PlainProgress progress =
            new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), rehearsal);

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fastStageHasTwentyLinesOfSteps() {
        rehearsal.play(progress, 1);

        assertEquals(20, text().lines().filter(line -> line.contains("  step ")).count());
        assertTrue(text().contains("[2/3] fine-tune  step 100/200  50 %  loss 0.0250  epoch 0.50"), text());
        assertTrue(text().contains("[2/3] fine-tune  evaluated at step 100: accuracy 0.9100  loss 0.2811"), text());
        assertTrue(text().stripTrailing().endsWith("[2/3] fine-tune  done in 0 s  200 steps  loss 0.0125"), text());
    }

    @Test
    void slowStageHasALineEveryTenSeconds() {
        rehearsal.play(progress, 5_000);

        assertEquals(
                100, text().lines().filter(line -> line.contains("  step ")).count());
    }

    @Test
    void nothingButLineEndsControlsTheTerminal() {
        rehearsal.play(progress, 2_000);
        progress.close();

        assertFalse(text().replace(System.lineSeparator(), "").chars().anyMatch(Character::isISOControl), text());
        assertTrue(text().contains("to 512 tokens  [31m"), text());
    }

    @Test
    void singleStepRunIsShown() {
        progress.stageStarted("only", 0, 1, 1);
        progress.stepFinished(new StepProgress(1, 1, 1, Double.NaN, 0, 12.3, Duration.ZERO));
        progress.stageFinished("only");

        assertTrue(
                text().contains("only  step 1/1  100 %  loss n/a  epoch 1.00  12.3 tokens/s  lr 0  0 s left"), text());
    }

    @Test
    void redirectedOutputGetsPlainLines() {
        try (RunProgress chosen = new ConsoleChoice(Map.of("TERM", "xterm")).progress(false)) {
            assertInstanceOf(PlainProgress.class, chosen);
        }
    }

    @Test
    void environmentCanAskForPlainLines() {
        assertTrue(new ConsoleChoice(Map.of("TERM", "dumb")).plainWanted());
        assertTrue(new ConsoleChoice(Map.of("NO_COLOR", "1")).plainWanted());
        assertTrue(new ConsoleChoice(Map.of("CI", "true")).plainWanted());
        assertFalse(new ConsoleChoice(Map.of("TERM", "xterm-256color", "CI", "false")).plainWanted());
    }
}
