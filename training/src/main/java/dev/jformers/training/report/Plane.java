package dev.jformers.training.report;

import java.util.Locale;

/**
 * Where a step and a value lie in a chart, in SVG units. The steps' axis ends at the last step, the values' axis at a tick.
 *
 * @param lastStep at least 1
 */
record Plane(long lastStep, Ticks values) {
    static final double WIDTH = 440;
    static final double HEIGHT = 212;
    static final double LEFT = 48;
    static final double RIGHT = WIDTH - 12;
    static final double TOP = 24;
    static final double BOTTOM = HEIGHT - 28;

    double x(double step) {
        return LEFT + (RIGHT - LEFT) * step / lastStep;
    }

    double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - values.low()) / (values.high() - values.low());
    }

    /** A coordinate to a tenth of a unit. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
