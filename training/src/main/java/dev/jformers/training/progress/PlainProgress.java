package dev.jformers.training.progress;

import dev.jformers.training.metrics.LogEntry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress as plain lines, for logs and pipes: a line every twentieth of a stage and at least every ten seconds, no control
 * character but the line's end. Used by one thread at a time.
 */
public final class PlainProgress implements RunProgress {
    private static final int LINES_A_STAGE = 20;
    private static final long MOST_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private StageHead head = StageHead.NONE;
    private @Nullable StepProgress last;
    private long started;
    private long lastLine;

    /**
     * @param out written to and flushed a line at a time, never closed
     */
    public PlainProgress(PrintStream out) {
        this(out, System::nanoTime);
    }

    PlainProgress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    @Override
    public void stageStarted(String stage, int index, int stages, long totalSteps) {
        head = new StageHead(stage, index, stages);
        last = null;
        started = nanoTime.getAsLong();
        print("starting");
    }

    @Override
    public void stepFinished(StepProgress progress) {
        last = progress;
        long every = Math.max(1, progress.totalSteps() / LINES_A_STAGE);
        boolean done = progress.step() >= progress.totalSteps();
        if (done || progress.step() % every == 0 || isSilentForLong()) {
            print(ProgressText.step(progress));
        }
    }

    @Override
    public void evaluationAdvanced(long done, long total) {
        if (isSilentForLong()) {
            print(ProgressText.evaluating(done, total));
        }
    }

    @Override
    public void evaluated(LogEntry entry) {
        print(ProgressText.evaluated(entry));
    }

    @Override
    public void checkpointSaved(Path folder) {
        print(ProgressText.checkpointSaved(folder));
    }

    @Override
    public void stageFinished(String stage) {
        print(ProgressText.stageFinished(Duration.ofNanos(nanoTime.getAsLong() - started), last));
    }

    @Override
    public void message(String text) {
        ProgressText.message(text).forEach(out::println);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }

    private boolean isSilentForLong() {
        return nanoTime.getAsLong() - lastLine >= MOST_NANOS;
    }

    private void print(String text) {
        out.println(head.title() + "  " + text);
        out.flush();
        lastLine = nanoTime.getAsLong();
    }
}
