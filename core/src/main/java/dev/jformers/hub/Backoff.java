package dev.jformers.hub;

import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * How often to try, and how long to wait in between: each time twice as long.
 *
 * @param attempts at least 1
 * @param first the first wait
 * @param longest of the waits that nobody asked for
 */
record Backoff(int attempts, Duration first, Duration longest) {

    /** As Python's client waits. */
    static final Backoff USUAL = new Backoff(5, Duration.ofSeconds(1), Duration.ofSeconds(8));

    Backoff once() {
        return new Backoff(1, first, longest);
    }

    /**
     * @param failures so far, at least 1
     */
    Duration wait(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("the download was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }
}
