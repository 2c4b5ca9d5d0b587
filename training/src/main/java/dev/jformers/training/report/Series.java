package dev.jformers.training.report;

import dev.jformers.training.metrics.Figures;
import dev.jformers.training.metrics.LogEntry;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One value of a log over its steps.
 *
 * @param name the value's name in the log
 * @param look how it is drawn
 * @param points in the order of their steps; a value may be no finite number
 */
record Series(String name, Look look, List<Point> points) {

    /** How a series is drawn; the lower-case name is its CSS class. */
    enum Look {
        LINE,
        FAINT,
        MARKS,
        OTHER_MARKS
    }

    /** A value at a step. */
    record Point(long step, double value) {}

    private static final int MOST_POINTS = 600;
    private static final int FEWEST_TO_SMOOTH = 40;

    static Series of(List<LogEntry> log, String name, Look look) {
        List<Point> points = log.stream()
                .filter(entry -> entry.values().containsKey(name))
                .map(entry -> new Point(entry.step(), entry.values().getOrDefault(name, Double.NaN)))
                .toList();
        return new Series(name, look, points);
    }

    /** A value's name as charts show it: {@code evaluation loss} for {@code eval_loss}, {@code accuracy}. */
    static String label(String name) {
        return name.equals("eval_loss") ? "evaluation loss" : Figures.name(name);
    }

    boolean isEmpty() {
        return points.stream().noneMatch(point -> Double.isFinite(point.value()));
    }

    boolean isNoisy() {
        return points.size() >= FEWEST_TO_SMOOTH;
    }

    /** A running mean of a thirtieth of the series to each side; what is no number is left out. */
    Series smoothed() {
        int reach = Math.max(1, points.size() / 30);
        List<Point> means = IntStream.range(0, points.size())
                .mapToObj(i -> new Point(points.get(i).step(), meanAround(i, reach)))
                .toList();
        return new Series(name, Look.LINE, means);
    }

    private double meanAround(int middle, int reach) {
        int toEnd = Math.min(middle, points.size() - 1 - middle);
        int near = Math.min(reach, Math.max(2, toEnd));
        return points.subList(Math.max(0, middle - near), Math.min(points.size(), middle + near + 1)).stream()
                .mapToDouble(Point::value)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** The same curve with at most about {@value #MOST_POINTS} points: of each stretch its lowest and its highest, so no spike is lost. */
    Series thinned() {
        if (points.size() <= MOST_POINTS) {
            return this;
        }
        int stretch = (2 * points.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Point> kept = IntStream.iterate(0, i -> i < points.size(), i -> i + stretch)
                .boxed()
                .flatMap(i -> extremes(i, Math.min(points.size(), i + stretch)).mapToObj(points::get))
                .toList();
        return new Series(name, look, kept);
    }

    private IntStream extremes(int from, int to) {
        Comparator<Integer> byValue =
                Comparator.comparingDouble(i -> points.get(i).value());
        List<Integer> finite = IntStream.range(from, to)
                .filter(i -> Double.isFinite(points.get(i).value()))
                .boxed()
                .toList();
        IntStream lost = IntStream.range(from, to)
                .filter(i -> !Double.isFinite(points.get(i).value()))
                .limit(1);
        IntStream ends = Stream.concat(finite.stream().min(byValue).stream(), finite.stream().max(byValue).stream())
                .mapToInt(Integer::intValue);
        return IntStream.concat(ends, lost).sorted().distinct();
    }
}
