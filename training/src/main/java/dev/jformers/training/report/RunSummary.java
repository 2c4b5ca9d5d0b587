package dev.jformers.training.report;

import dev.jformers.training.metrics.ClassificationMetrics;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The few lines that a terminal shows at a run's end: what it was, how long it took, what it reached, where everything is.
 *
 * @param report the run
 * @param nextCommands what the user may type next; may be empty
 */
public record RunSummary(RunReport report, List<String> nextCommands) {

    public RunSummary {
        nextCommands = List.copyOf(nextCommands);
    }

    /** Lines without control characters, the last one ended. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, report.title() + ": done in " + Figures.duration(report.elapsed()));
        report.best().ifPresent(best -> line(text, reached(best)));
        if (!report.files().isEmpty()) {
            text.append('\n');
            int width = report.files().keySet().stream()
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            for (Map.Entry<String, String> file : report.files().entrySet()) {
                line(text, String.format(Locale.ROOT, "  %-" + (width + 2) + "s%s", file.getKey(), file.getValue()));
            }
        }
        if (!nextCommands.isEmpty()) {
            text.append('\n');
            line(text, "Next:");
            nextCommands.forEach(command -> line(text, "  " + command));
        }
        return text.toString();
    }

    private static String reached(Evaluation best) {
        ClassificationMetrics metrics = best.metrics();
        return String.format(
                Locale.ROOT,
                "Best: %s reaches accuracy %s and macro F1 %s on the %s examples of %s",
                best.name(),
                Figures.share(metrics.accuracy()),
                Figures.share(metrics.macroF1()),
                Figures.count(best.examples()),
                best.dataFile());
    }

    private static void line(StringBuilder text, String line) {
        text.append(Figures.oneLine(line)).append('\n');
    }
}
