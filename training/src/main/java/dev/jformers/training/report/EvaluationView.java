package dev.jformers.training.report;

import dev.jformers.training.metrics.ClassScore;
import dev.jformers.training.metrics.ClassificationMetrics;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.Figures;
import dev.jformers.training.metrics.Mistake;
import java.util.List;
import java.util.Locale;

/** An evaluation, ready for the template. */
record EvaluationView(
        String id,
        String name,
        String dataFile,
        List<Fact> tiles,
        List<Row> classes,
        List<Row> means,
        List<MatrixView> matrix,
        List<MistakeRow> mistakes,
        List<MistakeRow> moreMistakes) {

    private static final int MOST_CLASSES_IN_A_MATRIX = 40;
    private static final int MISTAKES_AT_FIRST = 10;

    /**
     * @param bar the length of F1's bar in percent
     */
    record Row(String name, String precision, String recall, String f1, String bar, String support) {

        static Row of(ClassScore score) {
            return new Row(
                    score.name(),
                    Figures.share(score.precision()),
                    Figures.share(score.recall()),
                    Figures.share(score.f1()),
                    percent(score.f1()),
                    Figures.count(score.support()));
        }
    }

    /** A wrong prediction with its probabilities. */
    record MistakeRow(String text, String expected, String expectedShare, String predicted, String predictedShare) {

        static MistakeRow of(Mistake mistake) {
            return new MistakeRow(
                    mistake.text(),
                    mistake.expected(),
                    Figures.percent(mistake.expectedProbability()),
                    mistake.predicted(),
                    Figures.percent(mistake.probability()));
        }
    }

    static EvaluationView of(int number, Evaluation evaluation) {
        ClassificationMetrics metrics = evaluation.metrics();
        List<MistakeRow> mistakes =
                evaluation.mistakes().stream().map(MistakeRow::of).toList();
        int first = Math.min(MISTAKES_AT_FIRST, mistakes.size());
        return new EvaluationView(
                "evaluation-" + number,
                evaluation.name(),
                evaluation.dataFile(),
                tiles(evaluation),
                metrics.classes().stream().map(Row::of).toList(),
                means(metrics),
                metrics.confusion().size() <= MOST_CLASSES_IN_A_MATRIX
                        ? List.of(MatrixView.of(metrics.confusion()))
                        : List.of(),
                mistakes.subList(0, first),
                mistakes.subList(first, mistakes.size()));
    }

    /** For the template: how many mistakes lie behind the fold. */
    int moreCount() {
        return moreMistakes.size();
    }

    private static List<Fact> tiles(Evaluation evaluation) {
        ClassificationMetrics metrics = evaluation.metrics();
        long wrong = evaluation.examples() - metrics.confusion().correct();
        return List.of(
                new Fact("Accuracy", Figures.share(metrics.accuracy())),
                new Fact("Macro F1", Figures.share(metrics.macroF1())),
                new Fact("Loss", Figures.loss(evaluation.loss())),
                new Fact("Wrong", Figures.count(wrong), "of " + Figures.count(evaluation.examples())),
                new Fact("Examples a second", Figures.rate(evaluation.examplesPerSecond())));
    }

    private static List<Row> means(ClassificationMetrics metrics) {
        long total = metrics.confusion().total();
        ClassScore macro = new ClassScore(
                "Macro mean",
                metrics.macro(ClassScore::precision),
                metrics.macro(ClassScore::recall),
                metrics.macroF1(),
                total);
        ClassScore weighted = new ClassScore(
                "Weighted mean",
                metrics.weighted(ClassScore::precision),
                metrics.weighted(ClassScore::recall),
                metrics.weighted(ClassScore::f1),
                total);
        return List.of(Row.of(macro), Row.of(weighted));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", Double.isFinite(share) ? 100 * share : 0);
    }
}
