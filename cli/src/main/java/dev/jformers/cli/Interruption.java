package dev.jformers.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * What happens on Ctrl-C (or SIGTERM): the command is asked to stop, and the process stays until it has. A command that has
 * not said how to stop is interrupted, so that files that it is writing are cleared away. The virtual machine then leaves
 * with 130 (143). A second Ctrl-C ends it at once.
 */
final class Interruption implements AutoCloseable {

    /** Native code does not hear an interruption; a command that is in the middle of some is not waited for longer. */
    private static final long PATIENCE_MILLISECONDS = 5_000;

    private final Thread worker;
    private final @Nullable PrintWriter errors;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Stop stop;

    private Interruption(Thread worker, @Nullable PrintWriter errors) {
        this.worker = worker;
        this.errors = errors;
    }

    /** For a command within another program, which ends as that program likes. */
    static Interruption none() {
        return new Interruption(Thread.currentThread(), null);
    }

    /** Watches over the calling thread from now on. */
    static Interruption install(PrintWriter errors) {
        Interruption interruption = new Interruption(Thread.currentThread(), errors);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::shutDown, "interruption"));
        return interruption;
    }

    /**
     * Says how to stop the command that runs.
     *
     * @param message what the user reads meanwhile
     * @param request returns at once; the command then ends on its own, however long that takes
     */
    void stopBy(String message, Runnable request) {
        stop = new Stop(message, request);
    }

    private void shutDown() {
        if (done.getCount() == 0) {
            return;
        }
        Signals.register("INT", () -> Runtime.getRuntime().halt(ExitCodes.INTERRUPTED));
        try {
            Stop chosen = stop;
            if (chosen == null) {
                worker.interrupt();
                done.await(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
            } else {
                if (errors != null) {
                    errors.println(chosen.message);
                }
                chosen.request.run();
                done.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    @Override
    public void close() {
        done.countDown();
    }

    private record Stop(String message, Runnable request) {}
}
