package dev.jformers.training.progress;

import dev.jformers.training.metrics.LogEntry;
import java.nio.file.Path;

/** Hears what a run does, on the thread that trains; an implementation returns quickly and throws nothing. */
public interface RunListener {

    /**
     * @param stage the stage's name
     * @param index its place in the run, from 0
     * @param stages how many stages the run has
     * @param totalSteps optimizer steps (training) or batches (evaluation) that it will take
     */
    default void stageStarted(String stage, int index, int stages, long totalSteps) {}

    /** An optimizer step is done. */
    default void stepFinished(StepProgress progress) {}

    /**
     * An evaluation has come this far.
     *
     * @param done examples evaluated
     * @param total examples to evaluate
     */
    default void evaluationAdvanced(long done, long total) {}

    /** An evaluation is done. */
    default void evaluated(LogEntry entry) {}

    /** A checkpoint is whole and on disk. */
    default void checkpointSaved(Path folder) {}

    /** The stage is done. */
    default void stageFinished(String stage) {}

    /** Something that the user should read: a warning, a choice that was made. */
    default void message(String text) {}
}
