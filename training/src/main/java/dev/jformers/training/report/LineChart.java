package dev.jformers.training.report;

import static dev.jformers.training.report.Plane.number;

import dev.jformers.training.report.Series.Look;
import dev.jformers.training.report.Series.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Draws series over steps as SVG. The page's style sheet colours it; no script, no font of its own. All text in it comes from
 * numbers and from the names of the values that a run logs.
 */
final class LineChart {
    private static final int TICKS_OF_STEPS = 6;
    private static final int TICKS_OF_VALUES = 4;

    private final String title;
    private final List<Series> series;
    private final Plane plane;
    private final StringBuilder svg = new StringBuilder();

    /**
     * @param series at least one of them with a finite value
     * @param fromZero whether the values' axis starts at 0 in any case; else it does where the data come near
     */
    LineChart(String title, List<Series> series, boolean fromZero) {
        this.title = title;
        this.series = series;
        List<Point> points =
                series.stream().flatMap(each -> each.points().stream()).toList();
        double low = finite(points).min().orElse(0);
        double high = finite(points).max().orElse(1);
        boolean nearZero = low > 0 && low < high / 4;
        long lastStep = points.stream().mapToLong(Point::step).max().orElse(1);
        plane = new Plane(
                Math.max(1, lastStep),
                Ticks.around(fromZero || nearZero ? Math.min(0, low) : low, high, TICKS_OF_VALUES));
    }

    private static DoubleStream finite(List<Point> points) {
        return points.stream().mapToDouble(Point::value).filter(Double::isFinite);
    }

    /** The chart as one {@code svg} element. */
    String svg() {
        if (svg.length() == 0) {
            add(
                    "<svg viewBox='0 0 %s %s' role='img' aria-label='%s'>",
                    number(Plane.WIDTH), number(Plane.HEIGHT), title);
            values();
            steps();
            series.forEach(this::lost);
            series.forEach(each -> curve(each.thinned()));
            svg.append(new HoverBands(series, plane));
            add("</svg>");
        }
        return svg.toString();
    }

    private void values() {
        for (double value : plane.values().values()) {
            String y = number(plane.y(value));
            add("<path class='grid' d='M%s %sH%s'/>", number(Plane.LEFT), y, number(Plane.RIGHT));
            label(Plane.LEFT - 8, plane.y(value) + 4, "end", plane.values().label(value));
        }
    }

    private void steps() {
        Ticks ticks = Ticks.whole(plane.lastStep(), TICKS_OF_STEPS);
        for (double step : ticks.values()) {
            if (step <= plane.lastStep()) {
                label(plane.x(step), Plane.HEIGHT - 10, "middle", ticks.label(step));
            }
        }
        label(Plane.LEFT - 14, Plane.HEIGHT - 10, "end", "step");
    }

    /** Marks the steps whose value is no finite number, which is where a run went wrong. */
    private void lost(Series each) {
        for (Point point : each.points()) {
            if (!Double.isFinite(point.value())) {
                String x = number(plane.x(point.step()));
                add("<path class='lost' d='M%s %sV%s'/>", x, number(Plane.TOP), number(Plane.BOTTOM));
            }
        }
    }

    private void curve(Series each) {
        String look = each.look().name().toLowerCase(Locale.ROOT);
        List<Point> points = each.points().stream()
                .filter(point -> Double.isFinite(point.value()))
                .toList();
        add("<path class='curve %s' d='%s'/>", look, path(each.points()));
        if (each.look() == Look.MARKS || each.look() == Look.OTHER_MARKS || points.size() == 1) {
            for (Point point : points) {
                add(
                        "<circle class='%s' cx='%s' cy='%s' r='3'/>",
                        look, number(plane.x(point.step())), number(plane.y(point.value())));
            }
        }
    }

    private String path(List<Point> points) {
        StringBuilder path = new StringBuilder();
        String pen = "M";
        for (Point point : points) {
            boolean finite = Double.isFinite(point.value());
            if (finite) {
                path.append(pen)
                        .append(number(plane.x(point.step())))
                        .append(' ')
                        .append(number(plane.y(point.value())));
            }
            pen = finite ? "L" : "M";
        }
        return path.toString();
    }

    private void label(double x, double y, String anchor, String text) {
        add("<text class='tick' x='%s' y='%s' text-anchor='%s'>%s</text>", number(x), number(y), anchor, text);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
