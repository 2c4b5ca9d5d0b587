package dev.jformers.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** How far a long command is: one line that changes on a terminal, a line now and then elsewhere, nothing if it is quick. */
final class Progress {

    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
    private static final long ON_TERMINAL = Duration.ofMillis(200).toNanos();
    private static final long ELSEWHERE = Duration.ofSeconds(10).toNanos();
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter errors;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private long next = start + PATIENCE;
    private long done;
    private boolean shown;

    Progress(PrintWriter errors, boolean terminal) {
        this.errors = errors;
        this.terminal = terminal;
    }

    long done() {
        return done;
    }

    /**
     * @param texts that are done more than before
     * @param share of the whole that is done, NaN where nobody knows
     */
    void advance(long texts, double share) {
        done += texts;
        long now = System.nanoTime();
        if (now >= next) {
            show(line((now - start) / 1e9, share), now);
        }
    }

    /**
     * @param stage what is being done
     * @param share of the stage that is done, NaN where nobody knows
     */
    void at(String stage, double share) {
        long now = System.nanoTime();
        if (now >= next) {
            show(Double.isNaN(share) ? stage : String.format(Locale.ROOT, "%s, %.0f %%", stage, 100 * share), now);
        }
    }

    private void show(String line, long now) {
        next = now + (terminal ? ON_TERMINAL : ELSEWHERE);
        shown = true;
        if (terminal) {
            errors.print(CLEAR_LINE + line);
            errors.flush();
        } else {
            errors.println(line);
        }
    }

    /** Clears the line away. */
    void finish() {
        if (shown && terminal) {
            errors.print(CLEAR_LINE);
            errors.flush();
        }
    }

    private String line(double seconds, double share) {
        String line = String.format(Locale.ROOT, "%,d texts, %,.0f a second", done, done / seconds);
        if (Double.isNaN(share) || share <= 0) {
            return line;
        }
        long left = Math.round(seconds / share - seconds);
        return String.format(Locale.ROOT, "%3.0f %%, %s, %d:%02d left", 100 * share, line, left / 60, left % 60);
    }
}
