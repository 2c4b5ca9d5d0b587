package dev.jformers.training.report;

import dev.jformers.training.metrics.ClassScore;
import dev.jformers.training.metrics.ClassificationMetrics;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several models on the same data, ready for the template; differences are to the first. */
record ComparisonView(String dataFile, List<Model> models, List<ClassRow> classes) {

    /** A bar's length is in percent of the axis. */
    record Bar(String value, String length, String difference) {}

    /** A model's figures. */
    record Model(String name, Bar accuracy, Bar macroF1, Bar wrong, String loss) {}

    /** F1 of one class by each model. */
    record ClassRow(String name, List<Score> scores) {}

    /**
     * @param best whether no other model does better here
     */
    record Score(String value, boolean best) {}

    /** One comparison for each data file on which several models were evaluated. */
    static List<ComparisonView> of(List<Evaluation> evaluations) {
        Map<String, List<Evaluation>> byData = evaluations.stream()
                .collect(Collectors.groupingBy(Evaluation::dataFile, LinkedHashMap::new, Collectors.toList()));
        return byData.values().stream()
                .filter(same -> same.size() > 1)
                .map(ComparisonView::compare)
                .toList();
    }

    private static ComparisonView compare(List<Evaluation> evaluations) {
        Evaluation first = evaluations.get(0);
        double mostWrong =
                evaluations.stream().mapToDouble(ComparisonView::wrong).max().orElse(0);
        List<Model> models = evaluations.stream()
                .map(each -> model(each, first, Math.max(1, mostWrong)))
                .toList();
        boolean sameClasses = evaluations.stream().allMatch(each -> names(each).equals(names(first)));
        return new ComparisonView(first.dataFile(), models, sameClasses ? classes(evaluations) : List.of());
    }

    private static Model model(Evaluation evaluation, Evaluation first, double mostWrong) {
        double wrong = wrong(evaluation);
        double more = wrong - wrong(first);
        return new Model(
                evaluation.name(),
                shareBar(evaluation, first, ClassificationMetrics::accuracy),
                shareBar(evaluation, first, ClassificationMetrics::macroF1),
                new Bar(
                        Figures.count((long) wrong),
                        EvaluationView.percent(wrong / mostWrong),
                        more == 0 ? "" : String.format(Locale.ROOT, "%s%,.0f", sign(more), Math.abs(more))),
                Figures.loss(evaluation.loss()));
    }

    private static Bar shareBar(
            Evaluation evaluation, Evaluation first, ToDoubleFunction<ClassificationMetrics> figure) {
        double value = figure.applyAsDouble(evaluation.metrics());
        double difference = value - figure.applyAsDouble(first.metrics());
        return new Bar(
                Figures.share(value),
                EvaluationView.percent(value),
                difference == 0 ? "" : sign(difference) + Figures.share(Math.abs(difference)));
    }

    private static String sign(double difference) {
        return difference < 0 ? "\u2212" : "+";
    }

    private static double wrong(Evaluation evaluation) {
        return evaluation.examples() - evaluation.metrics().confusion().correct();
    }

    private static List<String> names(Evaluation evaluation) {
        return evaluation.metrics().confusion().names();
    }

    private static List<ClassRow> classes(List<Evaluation> evaluations) {
        List<List<ClassScore>> scores =
                evaluations.stream().map(each -> each.metrics().classes()).toList();
        return IntStream.range(0, names(evaluations.get(0)).size())
                .mapToObj(label ->
                        classRow(scores.stream().map(each -> each.get(label)).toList()))
                .toList();
    }

    private static ClassRow classRow(List<ClassScore> scores) {
        double best = scores.stream().mapToDouble(ClassScore::f1).max().orElse(0);
        return new ClassRow(
                scores.get(0).name(),
                scores.stream()
                        .map(score -> new Score(Figures.share(score.f1()), score.f1() == best))
                        .toList());
    }
}
