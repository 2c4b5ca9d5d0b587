package dev.jformers.training.metrics;

import java.time.Duration;
import java.util.Locale;

/** How figures read to a person: the same in the terminal, in the report and in a summary, whatever the locale. */
public final class Figures {
    private static final String NOT_A_NUMBER = "n/a";

    private Figures() {}

    /** Groups of three digits: {@code 6,192}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A share of one, to four digits as the field writes accuracy and F1: {@code 0.9404}. */
    public static String share(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.4f", share) : NOT_A_NUMBER;
    }

    /** {@code 94.0 %}. */
    public static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : NOT_A_NUMBER;
    }

    /** A loss to four decimals: {@code 0.2314}; in scientific notation where these would not show it. */
    public static String loss(double loss) {
        if (!Double.isFinite(loss)) {
            return NOT_A_NUMBER;
        }
        boolean plain = loss == 0 || (Math.abs(loss) >= 1e-3 && Math.abs(loss) < 1e6);
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.2e", loss);
    }

    /** {@code 8.12e-5}, {@code 0}. */
    public static String learningRate(double rate) {
        if (!Double.isFinite(rate)) {
            return NOT_A_NUMBER;
        }
        return rate == 0 ? "0" : String.format(Locale.ROOT, "%.2e", rate).replaceFirst("e([+-])0+(\\d)", "e$1$2");
    }

    /** Something a second, to about three digits: {@code 2,150}, {@code 77.7}. */
    public static String rate(double rate) {
        if (!Double.isFinite(rate)) {
            return NOT_A_NUMBER;
        }
        return String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%,.0f", rate);
    }

    /**
     * A value of a {@link LogEntry}, as its name asks for.
     *
     * @param name {@code eval_loss}, {@code learning_rate} ...
     */
    public static String value(String name, double value) {
        if (name.endsWith("loss") || name.endsWith("norm")) {
            return loss(value);
        }
        if (name.endsWith("learning_rate")) {
            return learningRate(value);
        }
        return name.endsWith("per_second") || Math.abs(value) > 1 ? rate(value) : share(value);
    }

    /** The name of a value of a {@link LogEntry} in words: {@code eval_macro_f1} is {@code macro F1}. */
    public static String name(String name) {
        return name.replaceFirst("^eval_", "")
                .replace('_', ' ')
                .replace("grad ", "gradient ")
                .replace("f1", "F1")
                .replace("per second", "a second");
    }

    /** The text on one line: each control character, which could move a terminal's cursor, becomes a blank. */
    public static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\x80-\\x9f]", " ");
    }

    /** {@code 48 s}, {@code 2 min 41 s}, {@code 3 h 05 min}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, Math.round(duration.toMillis() / 1000.0));
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
