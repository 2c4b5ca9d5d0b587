package dev.jformers.training.report;

import dev.jformers.training.metrics.ClassificationMetrics;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.Figures;
import dev.jformers.training.metrics.LogEntry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The whole report, ready for the template. */
record ReportView(
        String style,
        RunReport run,
        String started,
        String elapsed,
        List<Fact> highlights,
        List<ComparisonView> comparisons,
        List<StageView> stages,
        List<EvaluationView> evaluations) {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static ReportView of(RunReport run, String style) {
        return new ReportView(
                style,
                run,
                DATE.format(run.started()),
                Figures.duration(run.elapsed()),
                highlights(run),
                ComparisonView.of(run.evaluations()),
                IntStream.range(0, run.stages().size())
                        .mapToObj(i -> StageView.of(i + 1, run.stages().get(i)))
                        .toList(),
                IntStream.range(0, run.evaluations().size())
                        .mapToObj(
                                i -> EvaluationView.of(i + 1, run.evaluations().get(i)))
                        .toList());
    }

    List<Fact> provenance() {
        return Fact.of(run.provenance());
    }

    List<Fact> files() {
        return Fact.of(run.files());
    }

    private static List<Fact> highlights(RunReport run) {
        List<Fact> facts = new ArrayList<>();
        run.best().ifPresent(best -> facts.addAll(best(best)));
        for (StageReport stage : run.stages()) {
            last(stage, "loss").ifPresent(loss -> facts.add(new Fact("Last loss", Figures.loss(loss), stage.name())));
        }
        if (run.evaluations().isEmpty()) {
            for (StageReport stage : run.stages()) {
                last(stage, "eval_perplexity")
                        .ifPresent(value -> facts.add(
                                new Fact("Perplexity", Figures.loss(value), "on validation data, " + stage.name())));
                last(stage, "eval_exact_match")
                        .ifPresent(value -> facts.add(
                                new Fact("Exact match", Figures.share(value), "on validation data, " + stage.name())));
            }
        }
        speed(run).ifPresent(facts::add);
        return facts;
    }

    private static List<Fact> best(Evaluation best) {
        ClassificationMetrics metrics = best.metrics();
        return List.of(
                new Fact("Accuracy", Figures.share(metrics.accuracy()), best.name()),
                new Fact("Macro F1", Figures.share(metrics.macroF1()), best.name()));
    }

    /** The median speed of the last stage that logged one. */
    private static Optional<Fact> speed(RunReport run) {
        Optional<Fact> speed = Optional.empty();
        for (StageReport stage : run.stages()) {
            double[] rates = values(stage, "tokens_per_second").sorted().toArray();
            if (rates.length > 0) {
                String median = Figures.rate(rates[rates.length / 2]);
                speed = Optional.of(new Fact("Tokens a second", median, "median, " + stage.name()));
            }
        }
        return speed;
    }

    private static OptionalDouble last(StageReport stage, String value) {
        return values(stage, value).reduce((earlier, later) -> later);
    }

    private static DoubleStream values(StageReport stage, String value) {
        return stage.log().stream()
                .map(LogEntry::values)
                .filter(values -> values.containsKey(value))
                .mapToDouble(values -> values.getOrDefault(value, Double.NaN));
    }
}
