package dev.jformers.cli;

import dev.jformers.training.progress.RunListener;
import java.io.PrintWriter;

/** An evaluation's progress on the standard error, for its result goes to the standard output. */
final class EvaluationProgress implements RunListener {

    private final PrintWriter errors;
    private final Progress progress;

    EvaluationProgress(PrintWriter errors, boolean terminal) {
        this.errors = errors;
        this.progress = new Progress(errors, terminal);
    }

    @Override
    public void evaluationAdvanced(long done, long total) {
        progress.advance(done - progress.done(), (double) done / total);
    }

    @Override
    public void message(String text) {
        errors.println(text);
    }

    void finish() {
        progress.finish();
    }
}
