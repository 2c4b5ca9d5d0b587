package dev.jformers.training.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Renders an {@link Evaluation} for a terminal of some width. */
final class EvaluationText {
    private final Evaluation evaluation;
    private final ConfusionMatrix confusion;
    private final int width;
    private final StringBuilder text = new StringBuilder();

    EvaluationText(Evaluation evaluation, int width) {
        this.evaluation = evaluation;
        this.confusion = evaluation.metrics().confusion();
        this.width = width;
    }

    @Override
    public String toString() {
        if (text.length() == 0) {
            headline();
            classTable();
            text.append(new ConfusionText(confusion, width));
        }
        return text.toString();
    }

    private void headline() {
        ClassificationMetrics metrics = evaluation.metrics();
        line("%s on %s", Figures.oneLine(evaluation.name()), Figures.oneLine(evaluation.dataFile()));
        line(
                "accuracy %s  macro F1 %s  loss %s",
                Figures.share(metrics.accuracy()), Figures.share(metrics.macroF1()), Figures.loss(evaluation.loss()));
        line(
                "%s examples, %s a second",
                Figures.count(evaluation.examples()), Figures.rate(evaluation.examplesPerSecond()));
        line("");
    }

    private void classTable() {
        int nameWidth = Math.max("weighted mean".length(), ConfusionText.longest(confusion.names()));
        String row = "%-" + nameWidth + "s  %9s  %9s  %9s  %9s";
        line(row, "class", "precision", "recall", "F1", "support");
        for (ClassScore score : evaluation.metrics().classes()) {
            line(
                    row,
                    ConfusionText.shorten(score.name()),
                    Figures.share(score.precision()),
                    Figures.share(score.recall()),
                    Figures.share(score.f1()),
                    Figures.count(score.support()));
        }
        meanRow(row, "macro mean", evaluation.metrics()::macro);
        meanRow(row, "weighted mean", evaluation.metrics()::weighted);
        line("");
    }

    /** How the classes' scores become one. */
    private interface Mean {
        double of(ToDoubleFunction<ClassScore> score);
    }

    private void meanRow(String row, String name, Mean mean) {
        line(
                row,
                name,
                Figures.share(mean.of(ClassScore::precision)),
                Figures.share(mean.of(ClassScore::recall)),
                Figures.share(mean.of(ClassScore::f1)),
                Figures.count(evaluation.examples()));
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append('\n');
    }
}
