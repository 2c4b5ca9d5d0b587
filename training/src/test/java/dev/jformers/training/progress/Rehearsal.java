package dev.jformers.training.progress;

import dev.jformers.training.metrics.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Plays the events of a run to a listener, with a clock of its own. */
final class Rehearsal implements LongSupplier {
    private long nanos = 5;

    @Override
    public long getAsLong() {
        return nanos;
    }

    void pass(long milliseconds) {
        nanos += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    /** A stage of 200 steps with an evaluation, a checkpoint and a message in its midst. */
    void play(RunListener listener, long millisecondsAStep) {
        listener.stageStarted("fine-tune", 1, 3, 200);
        for (int step = 1; step <= 200; step++) {
            pass(millisecondsAStep);
            listener.stepFinished(step(step));
            if (step == 100) {
                listener.evaluationAdvanced(50, 100);
                listener.evaluated(new LogEntry(100, 0.5, Map.of("eval_accuracy", 0.91, "eval_loss", 0.2811)));
                listener.checkpointSaved(Path.of("runs", "checkpoint-100"));
                listener.message("3 texts were cut\nto 512 tokens\u0007\u001b[31m");
            }
        }
        listener.stageFinished("fine-tune");
    }

    static StepProgress step(int step) {
        return new StepProgress(step, 200, step / 200.0, 2.5 / step, 1e-4, 2150, Duration.ofSeconds(200 - step));
    }
}
