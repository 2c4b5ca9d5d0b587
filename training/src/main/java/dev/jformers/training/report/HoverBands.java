package dev.jformers.training.report;

import static dev.jformers.training.report.Plane.number;

import dev.jformers.training.metrics.Figures;
import dev.jformers.training.report.Series.Look;
import dev.jformers.training.report.Series.Point;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Upright bands over a chart: the one under the pointer, or touched, shows the values of its step. Style sheet only, no script. */
final class HoverBands {
    private static final int MOST = 110;

    private final Plane plane;
    private final Map<Long, Map<String, Double>> valuesByStep = new TreeMap<>();
    private final Set<Long> alwaysShown = new HashSet<>();

    HoverBands(List<Series> series, Plane plane) {
        this.plane = plane;
        series.forEach(this::collect);
    }

    private void collect(Series each) {
        boolean rare = each.look() == Look.MARKS || each.look() == Look.OTHER_MARKS;
        for (Point point : each.points()) {
            valuesByStep
                    .computeIfAbsent(point.step(), step -> new LinkedHashMap<>())
                    .putIfAbsent(each.name(), point.value());
            if (rare || !Double.isFinite(point.value())) {
                alwaysShown.add(point.step());
            }
        }
    }

    @Override
    public String toString() {
        List<Long> steps = shown();
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            double from = i == 0 ? Plane.LEFT : (plane.x(steps.get(i - 1)) + plane.x(steps.get(i))) / 2;
            double to = i == steps.size() - 1 ? Plane.RIGHT : (plane.x(steps.get(i)) + plane.x(steps.get(i + 1))) / 2;
            band(svg, steps.get(i), from, to);
        }
        return svg.toString();
    }

    private List<Long> shown() {
        int every = (valuesByStep.size() + MOST - 1) / MOST;
        List<Long> shown = new ArrayList<>();
        int place = 0;
        for (long step : valuesByStep.keySet()) {
            if (place++ % every == 0 || alwaysShown.contains(step)) {
                shown.add(step);
            }
        }
        return shown;
    }

    private void band(StringBuilder svg, long step, double from, double to) {
        String x = number(plane.x(step));
        svg.append(String.format(
                Locale.ROOT,
                "<g class='band'><rect x='%s' y='0' width='%s' height='%s'/><path d='M%s %sV%s'/>",
                number(from),
                number(to - from),
                number(Plane.HEIGHT),
                x,
                number(Plane.TOP),
                number(Plane.BOTTOM)));
        StringBuilder text = new StringBuilder("step ").append(Figures.count(step));
        valuesByStep.getOrDefault(step, Map.of()).forEach((name, value) -> {
            text.append(" \u00b7 ").append(Series.label(name)).append(' ').append(Figures.value(name, value));
            if (Double.isFinite(value)) {
                svg.append("<circle cx='%s' cy='%s' r='3.5'/>".formatted(x, number(plane.y(value))));
            }
        });
        svg.append("<text x='%s' y='12' text-anchor='end'>%s</text></g>".formatted(number(Plane.RIGHT), text));
    }
}
