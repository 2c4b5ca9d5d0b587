package dev.jformers.training.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Round numbers along an axis: multiples of {@code step} from {@code first} to {@code last}, which enclose the data.
 *
 * @param first the index of the lowest tick, in steps
 * @param last the index of the highest tick, in steps
 * @param step the distance of two ticks: 1, 2 or 5 times a power of ten
 */
record Ticks(long first, long last, double step) {
    private static final double SMALLEST_PLAIN = 1e-3;

    /** Ticks around a range that may be a single point, about {@code wanted} of them. */
    static Ticks around(double low, double high, int wanted) {
        double range = high > low ? high - low : Math.max(Math.abs(low), 1);
        double step = roundStep(range / wanted);
        long first = (long) Math.floor(low / step + 1e-9);
        long last = (long) Math.ceil(high / step - 1e-9);
        return new Ticks(first, Math.max(last, first + 1), step);
    }

    /** Ticks that count something: never closer than 1. */
    static Ticks whole(long high, int wanted) {
        double step = Math.max(1, roundStep((double) Math.max(1, high) / wanted));
        return new Ticks(0, (long) Math.ceil(Math.max(1, high) / step - 1e-9), step);
    }

    private static double roundStep(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double mantissa = rough / power;
        if (mantissa <= 1) {
            return power;
        }
        return mantissa <= 2 ? 2 * power : mantissa <= 5 ? 5 * power : 10 * power;
    }

    double low() {
        return first * step;
    }

    double high() {
        return last * step;
    }

    List<Double> values() {
        return LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
    }

    /** The tick's label, with as many digits as its neighbours need. */
    String label(double value) {
        double greatest = Math.max(Math.abs(low()), Math.abs(high()));
        if (greatest < SMALLEST_PLAIN) {
            int exponent = (int) Math.floor(Math.log10(greatest));
            double scale = Math.pow(10, exponent);
            return value == 0 ? "0" : decimal(value / scale, step / scale) + "e" + exponent;
        }
        return decimal(value, step);
    }

    private static String decimal(double value, double step) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
