package dev.jformers.training.trainer;

import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.progress.StepProgress;
import dev.jformers.training.recipe.TrainStage;
import java.time.Duration;
import java.util.Map;

/** Keeps a stage's log and tells the listener of each step. */
final class StepLog {

    private final TrainStage stage;
    private final TrainerState state;
    private final long totalSteps;
    private final RunListener listener;
    private final long firstStep;

    private long stepStart;
    /** Time in steps, without evaluations and checkpoints. */
    private long nanos;

    private long windowNanos;
    private long windowTokens;
    private long windowExamples;
    private double tokensPerSecond;

    StepLog(TrainStage stage, TrainerState state, long totalSteps, RunListener listener) {
        this.stage = stage;
        this.state = state;
        this.totalSteps = totalSteps;
        this.listener = listener;
        this.firstStep = state.step;
    }

    /** Starts the clock of a step. */
    void stepStarts() {
        stepStart = System.nanoTime();
    }

    /** Takes note of the step that is done. */
    void add(StepBatches batches, TrainStep.Outcome outcome, double learningRate) {
        long elapsed = System.nanoTime() - stepStart;
        nanos += elapsed;
        windowNanos += elapsed;
        state.lossSum += outcome.loss();
        state.lossSteps++;
        state.tokens += batches.tokens();
        state.places += batches.places();
        windowTokens += batches.tokens();
        windowExamples += batches.examples();
        double loss = state.lossSum / state.lossSteps;
        if (tokensPerSecond == 0 || state.step % stage.loggingSteps() == 0) {
            tokensPerSecond = windowTokens * 1e9 / windowNanos;
        }
        listener.stepFinished(
                new StepProgress(state.step, totalSteps, state.epoch, loss, learningRate, tokensPerSecond, timeLeft()));
        if (state.step % stage.loggingSteps() == 0 || state.step == totalSteps) {
            state.log.add(entry(loss, outcome.gradientNorm(), learningRate));
            startWindow();
        }
    }

    private LogEntry entry(double loss, double gradientNorm, double learningRate) {
        return new LogEntry(
                state.step,
                state.epoch,
                Map.of(
                        "loss", loss,
                        "grad_norm", gradientNorm,
                        "learning_rate", learningRate,
                        "tokens_per_second", tokensPerSecond,
                        "train_samples_per_second", windowExamples * 1e9 / windowNanos,
                        "padding_share", 1 - (double) state.tokens / state.places));
    }

    private void startWindow() {
        state.lossSum = 0;
        state.lossSteps = 0;
        state.tokens = 0;
        state.places = 0;
        windowTokens = 0;
        windowExamples = 0;
        windowNanos = 0;
    }

    private Duration timeLeft() {
        double nanosPerStep = (double) nanos / (state.step - firstStep);
        return Duration.ofNanos((long) (nanosPerStep * (totalSteps - state.step)));
    }
}
