package dev.jformers.training.report;

import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.metrics.Sample;
import dev.jformers.training.report.Series.Look;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A training stage, ready for the template. */
record StageView(String id, String name, String kind, List<Fact> facts, List<Chart> charts, List<Sample> samples) {
    private static final int MOST_CHARTS = 4;

    /** A chart with its legend; the legend is empty where the title says it all. */
    record Chart(String title, List<Legend> legend, String svg) {}

    /** What a look stands for; {@code look} is a CSS class. */
    record Legend(String label, String look) {}

    static StageView of(int number, StageReport stage) {
        List<LogEntry> log = stage.log();
        List<Chart> charts = Stream.of(
                        chart("Loss", false, Stream.concat(curve(log, "loss"), marks(log, "eval_loss", Look.MARKS))),
                        chart(
                                "Evaluation",
                                false,
                                Stream.concat(
                                        marks(log, "eval_accuracy", Look.MARKS),
                                        Stream.concat(
                                                marks(log, "eval_macro_f1", Look.OTHER_MARKS),
                                                marks(log, "eval_exact_match", Look.OTHER_MARKS)))),
                        chart("Learning rate", true, marks(log, "learning_rate", Look.LINE)),
                        chart("Tokens a second", true, curve(log, "tokens_per_second")),
                        chart("Gradient norm", true, curve(log, "grad_norm")))
                .flatMap(List::stream)
                .limit(MOST_CHARTS)
                .toList();
        return new StageView(
                "stage-" + number, stage.name(), stage.kind(), Fact.of(stage.facts()), charts, stage.samples());
    }

    /** For the template: the log has nothing to draw. */
    boolean silent() {
        return charts.isEmpty();
    }

    private static Stream<Series> curve(List<LogEntry> log, String name) {
        Series series = Series.of(log, name, Look.LINE);
        return series.isNoisy()
                ? Stream.of(new Series(name, Look.FAINT, series.points()), series.smoothed())
                : Stream.of(series);
    }

    private static Stream<Series> marks(List<LogEntry> log, String name, Look look) {
        return Stream.of(Series.of(log, name, look));
    }

    /** One chart, or none where there is nothing to draw. */
    private static List<Chart> chart(String title, boolean fromZero, Stream<Series> candidates) {
        List<Series> series =
                candidates.filter(each -> !each.points().isEmpty()).toList();
        if (series.stream().allMatch(Series::isEmpty)) {
            return List.of();
        }
        List<Legend> legend = series.stream()
                .filter(each -> each.look() != Look.FAINT)
                .map(each ->
                        new Legend(Series.label(each.name()), each.look().name().toLowerCase(Locale.ROOT)))
                .toList();
        return List.of(
                new Chart(title, legend.size() > 1 ? legend : List.of(), new LineChart(title, series, fromZero).svg()));
    }
}
