package dev.jformers.hub;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a download is.
 *
 * @param file the name of the file that is under way
 * @param bytes of all files that are there, those of earlier attempts included
 * @param totalBytes of all files that are fetched together
 * @param bytesPerSecond since the download began; 0 where nobody knows yet
 */
public record Transfer(String file, long bytes, long totalBytes, double bytesPerSecond) {

    /** At the mean rate so far; empty where nobody knows yet. */
    public Optional<Duration> timeLeft() {
        return bytesPerSecond <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.round((totalBytes - bytes) / bytesPerSecond)));
    }
}
