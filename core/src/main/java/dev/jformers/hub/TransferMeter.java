package dev.jformers.hub;

import java.time.Duration;

/** Counts bytes and tells a listener, not too often. */
final class TransferMeter {

    private static final long INTERVAL = Duration.ofMillis(100).toNanos();

    private final DownloadListener listener;
    private final long totalBytes;
    private final long start = System.nanoTime();
    private long next = start;
    private long bytes;
    private long received;

    TransferMeter(long totalBytes, DownloadListener listener) {
        this.totalBytes = totalBytes;
        this.listener = listener;
    }

    DownloadListener listener() {
        return listener;
    }

    /** Bytes that were there already; a negative number takes back what has to be fetched again. */
    void found(long count) {
        bytes += count;
    }

    void received(String file, long count) {
        bytes += count;
        received += count;
        if (System.nanoTime() >= next) {
            tell(file);
        }
    }

    void finished(String file) {
        tell(file);
    }

    private void tell(String file) {
        long now = System.nanoTime();
        next = now + INTERVAL;
        double rate = now == start ? 0 : received / ((now - start) / 1e9);
        listener.advanced(new Transfer(file, bytes, totalBytes, rate));
    }
}
