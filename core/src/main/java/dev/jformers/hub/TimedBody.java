package dev.jformers.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The body of an answer that may not stand still: HttpClient's timeouts end with the head. */
final class TimedBody implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor WATCH = newWatch();

    private final InputStream body;
    private final Duration limit;
    private volatile boolean stalled;

    TimedBody(InputStream body, Duration limit) {
        this.body = body;
        this.limit = limit;
    }

    private static ScheduledThreadPoolExecutor newWatch() {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "jformers-hub-watch");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    /**
     * @return the number of bytes, -1 at the end
     * @throws IOException if the connection breaks, or nothing arrives in time
     */
    int read(byte[] buffer) throws IOException {
        ScheduledFuture<?> alarm = WATCH.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            int count = body.read(buffer);
            if (!stalled) {
                return count;
            }
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw Backoff.interrupted(new InterruptedException());
            }
            if (!stalled) {
                throw e;
            }
        } finally {
            alarm.cancel(false);
        }
        throw new IOException("nothing arrived for " + limit.toSeconds() + " seconds");
    }

    private void giveUp() {
        stalled = true;
        close();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // The connection is given up: what it has to say does not matter any more.
            stalled = true;
        }
    }
}
