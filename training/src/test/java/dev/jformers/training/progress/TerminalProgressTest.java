package dev.jformers.training.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.training.metrics.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;

/** What is written is given to JLine's terminal emulator; the tests look at its screen. */
class TerminalProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Rehearsal rehearsal = new Rehearsal();

    private TerminalProgress progress(int columns) throws IOException {
        Terminal terminal = new LineDisciplineTerminal("test", "xterm-256color", bytes, StandardCharsets.UTF_8);
        terminal.setSize(new Size(columns, 24));
        PrintStream out = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
        return new TerminalProgress(new Screen(terminal, out), rehearsal);
    }

    private List<String> screen(int columns) {
        ScreenTerminal screen = new ScreenTerminal(Math.max(columns, 80), 24);
        screen.write(bytes.toString(StandardCharsets.UTF_8));
        return screen.toString()
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void displayIsRedrawnInPlace() throws IOException {
        TerminalProgress progress = progress(100);
        progress.stageStarted("fine-tune", 1, 3, 200);
        for (int step = 1; step <= 50; step++) {
            rehearsal.pass(200);
            progress.stepFinished(Rehearsal.step(step));
        }

        List<String> screen = screen(100);
        assertEquals(2, screen.size(), screen.toString());
        assertTrue(screen.get(0).matches("\\[2/3] fine-tune  \u2501{40}  50/200  2 min 30 s left"), screen.get(0));
        assertEquals("loss 0.0500  epoch 0.25  2,150 tokens/s  lr 1.00e-4", screen.get(1));
        String filled = "\u001b[36m" + "\u2501".repeat(10) + "\u001b[39;2m" + "\u2501".repeat(30);
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains(filled));
    }

    @Test
    void whatIsWorthKeepingStaysAboveTheDisplay() throws IOException {
        TerminalProgress progress = progress(100);
        rehearsal.play(progress, 200);
        progress.close();

        assertEquals(
                List.of(
                        "[2/3] fine-tune  evaluated at step 100: accuracy 0.9100  loss 0.2811",
                        "[2/3] fine-tune  saved runs/checkpoint-100",
                        "3 texts were cut",
                        "to 512 tokens  [31m",
                        "[2/3] fine-tune  done in 40 s  200 steps  loss 0.0125"),
                screen(100));
    }

    @Test
    void displayIsDrawnTenTimesASecondAtMost() throws IOException {
        rehearsal.play(progress(100), 1);

        int drawn = bytes.toString(StandardCharsets.UTF_8).split("\u001b\\[J", -1).length - 1;
        assertTrue(drawn < 12, drawn + " redraws in 0.2 seconds");
    }

    @Test
    void narrowTerminalLeavesOutWhatMattersLeast() throws IOException {
        TerminalProgress progress = progress(40);
        progress.stageStarted("fine-tune", 1, 3, 200);
        rehearsal.pass(200);
        progress.stepFinished(Rehearsal.step(50));

        List<String> screen = screen(40);
        assertEquals(2, screen.size(), screen.toString());
        assertTrue(screen.stream().allMatch(line -> line.length() < 40), screen.toString());
        assertEquals("loss 0.0500  epoch 0.25  2,150 tokens/s", screen.get(1));
    }

    @Test
    void anEvaluationTakesNoMoreColumnsThanThereAre() throws IOException {
        LogEntry entry = new LogEntry(
                1_200,
                1,
                Map.of(
                        "eval_loss", 0.2811,
                        "eval_accuracy", 0.91,
                        "eval_macro_f1", 0.9,
                        "eval_samples_per_second", 201.0));
        for (int columns : List.of(120, 80, 30)) {
            bytes.reset();
            TerminalProgress progress = progress(columns);
            progress.stageStarted("fine-tune", 1, 3, 200);
            progress.evaluated(entry);
            progress.close();
            List<String> screen = screen(columns);
            String whole = "[2/3] fine-tune  evaluated at step 1,200: accuracy 0.9100  loss 0.2811  macro F1 0.9000"
                    + "  samples a second 201";
            assertEquals(1, screen.size(), screen.toString());
            assertTrue(whole.startsWith(screen.get(0)), screen.get(0));
            assertEquals(columns > 110, whole.equals(screen.get(0)), screen.get(0));
            assertTrue(screen.get(0).length() < columns, screen.get(0));
        }
    }

    @Test
    void unknownWidthCountsAsEightyColumns() throws IOException {
        TerminalProgress progress = progress(0);
        rehearsal.pass(200);
        progress.stepFinished(Rehearsal.step(50));

        assertTrue(screen(80).stream().allMatch(line -> line.length() < 80));
        assertTrue(screen(80).get(0).contains("2 min 30 s left"));
    }

    @Test
    void progressGoesOnWhenAShutdownHasClosedTheTerminal() throws IOException {
        ByteArrayOutputStream standardOutput = new ByteArrayOutputStream();
        Terminal terminal = new LineDisciplineTerminal("test", "xterm", bytes, StandardCharsets.UTF_8);
        Screen screen = new Screen(terminal, new PrintStream(standardOutput, false, StandardCharsets.UTF_8));
        terminal.close();
        TerminalProgress progress = new TerminalProgress(screen, rehearsal);
        rehearsal.play(progress, 200);
        progress.close();

        assertTrue(standardOutput.toString(StandardCharsets.UTF_8).contains("saved runs/checkpoint-100"));
    }

    @Test
    void nothingIsWrittenAfterClosing() throws IOException {
        TerminalProgress progress = progress(80);
        progress.stageStarted("fine-tune", 1, 3, 200);
        progress.close();
        int before = bytes.size();
        progress.message("late");
        progress.close();

        assertEquals(before, bytes.size());
        assertFalse(screen(80).toString().contains("fine-tune"));
    }
}
