package dev.jformers.training.progress;

import dev.jformers.training.metrics.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * A live display at the foot of a terminal, redrawn in place at most ten times a second; what is worth keeping is printed above
 * it. Thread-safe, so that a shutdown hook may close it while the run goes on.
 */
public final class TerminalProgress implements RunProgress {
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final int LEAST_WIDTH = 20;
    private static final String CLEAR_TO_END = "\u001b[J";
    private static final String UP = "\u001b[%dA";

    private final Screen screen;
    private final LongSupplier nanoTime;
    private final ProgressLines layout;
    private StageHead head = StageHead.NONE;
    private List<AttributedString> shown = List.of();
    private @Nullable StepProgress last;
    private long started;
    private long lastDrawn;
    private boolean closed;

    TerminalProgress(Screen screen) {
        this(screen, System::nanoTime);
    }

    TerminalProgress(Screen screen, LongSupplier nanoTime) {
        this.screen = screen;
        this.nanoTime = nanoTime;
        this.layout = new ProgressLines(screen.showsBoxes());
    }

    @Override
    public synchronized void stageStarted(String stage, int index, int stages, long totalSteps) {
        head = new StageHead(stage, index, stages);
        last = null;
        started = nanoTime.getAsLong();
        draw(width -> layout.starting(head, width));
    }

    @Override
    public synchronized void stepFinished(StepProgress progress) {
        last = progress;
        if (progress.step() >= progress.totalSteps() || isDue()) {
            draw(width -> layout.training(head, progress, width));
        }
    }

    @Override
    public synchronized void evaluationAdvanced(long done, long total) {
        if (isDue()) {
            draw(width -> layout.evaluating(head, done, total, width));
        }
    }

    @Override
    public synchronized void evaluated(LogEntry entry) {
        printAbove(List.of(layout.evaluated(head, entry, width())));
    }

    @Override
    public synchronized void checkpointSaved(Path folder) {
        printAbove(List.of(head.title() + "  " + ProgressText.checkpointSaved(folder)));
    }

    @Override
    public synchronized void stageFinished(String stage) {
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - started);
        List<AttributedString> before = shown;
        shown = List.of();
        write(erase(before) + head.title() + "  " + ProgressText.stageFinished(elapsed, last) + "\n");
    }

    @Override
    public synchronized void message(String text) {
        printAbove(ProgressText.message(text));
    }

    /** Takes the display away; what was printed above it stays. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        write(erase(shown));
        shown = List.of();
        closed = true;
        screen.close();
    }

    private boolean isDue() {
        return nanoTime.getAsLong() - lastDrawn >= REDRAW_NANOS;
    }

    private void draw(IntFunction<List<AttributedString>> lines) {
        List<AttributedString> before = shown;
        shown = lines.apply(width());
        lastDrawn = nanoTime.getAsLong();
        write(erase(before) + display());
    }

    private void printAbove(List<String> lines) {
        write(erase(shown) + String.join("\n", lines) + "\n" + display());
    }

    /** One column stays free: a full line would wrap on some terminals. */
    private int width() {
        return Math.max(LEAST_WIDTH, screen.columns()) - 1;
    }

    private String display() {
        return String.join("\n", shown.stream().map(AttributedString::toAnsi).toList());
    }

    /** Brings the cursor from the end of the last line shown to the start of the first, and clears from there. */
    private static String erase(List<AttributedString> lines) {
        return lines.size() > 1 ? "\r" + UP.formatted(lines.size() - 1) + CLEAR_TO_END : "\r" + CLEAR_TO_END;
    }

    private void write(String text) {
        if (!closed) {
            screen.write(text);
        }
    }
}
