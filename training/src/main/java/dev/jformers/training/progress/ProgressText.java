package dev.jformers.training.progress;

import dev.jformers.training.metrics.Figures;
import dev.jformers.training.metrics.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The wording of progress, without layout; no control characters. */
final class ProgressText {
    private static final String GAP = "  ";

    private ProgressText() {}

    /** The figures after a step, the most wanted first. */
    static List<String> figures(StepProgress progress) {
        return List.of(
                "loss " + Figures.loss(progress.loss()),
                "epoch " + String.format(Locale.ROOT, "%.2f", progress.epoch()),
                Figures.rate(progress.tokensPerSecond()) + " tokens/s",
                "lr " + Figures.learningRate(progress.learningRate()));
    }

    static String count(long done, long total) {
        return Figures.count(done) + "/" + Figures.count(total);
    }

    static String percent(long done, long total) {
        return total <= 0 ? "0 %" : Math.min(100, 100 * done / total) + " %";
    }

    static String timeLeft(StepProgress progress) {
        return Figures.duration(progress.timeLeft()) + " left";
    }

    static String step(StepProgress progress) {
        return "step " + count(progress.step(), progress.totalSteps()) + GAP
                + percent(progress.step(), progress.totalSteps()) + GAP + String.join(GAP, figures(progress)) + GAP
                + timeLeft(progress);
    }

    static String evaluating(long done, long total) {
        return "evaluating " + count(done, total) + GAP + percent(done, total);
    }

    static String evaluated(LogEntry entry) {
        return evaluatedAt(entry) + " " + String.join(GAP, measured(entry));
    }

    static String evaluatedAt(LogEntry entry) {
        return "evaluated at step " + Figures.count(entry.step()) + ":";
    }

    /** What an evaluation measured, its speed last. */
    static List<String> measured(LogEntry entry) {
        return new TreeMap<>(entry.values())
                .entrySet().stream()
                        .map(each -> Figures.name(each.getKey()) + " " + Figures.value(each.getKey(), each.getValue()))
                        .toList();
    }

    static String checkpointSaved(Path folder) {
        return "saved " + Figures.oneLine(folder.toString());
    }

    static String stageFinished(Duration elapsed, @Nullable StepProgress last) {
        String done = "done in " + Figures.duration(elapsed);
        return last == null
                ? done
                : done + GAP + Figures.count(last.step()) + " steps" + GAP + "loss " + Figures.loss(last.loss());
    }

    static List<String> message(String text) {
        return text.lines().map(Figures::oneLine).toList();
    }
}
