package dev.jformers.training.trainer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a run end early. Work that may be left at any moment is interrupted; everything else asks when it has come to a
 * good place. Thread-safe.
 */
public final class StopRequest {

    private boolean made;
    private @Nullable Thread interruptible;

    /** Makes the wish known; returns at once. */
    public synchronized void make() {
        made = true;
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }

    public synchronized boolean isMade() {
        return made;
    }

    /**
     * Does work that may be left at any moment, for nothing is lost by it.
     *
     * @throws InterruptedException if the wish was made before or meanwhile, whatever the work made of it
     */
    public <T> T interruptibly(Work<T> work) throws IOException, InterruptedException {
        begin();
        try {
            return work.run();
        } catch (IOException | RuntimeException e) {
            if (!isMade()) {
                throw e;
            }
            InterruptedException stopped = stopped();
            stopped.initCause(e);
            throw stopped;
        } finally {
            end();
        }
    }

    /** Does work without a result, as {@link #interruptibly(Work)} does. */
    public void interruptibly(Action action) throws IOException, InterruptedException {
        interruptibly(() -> {
            action.run();
            return true;
        });
    }

    private synchronized void begin() throws InterruptedException {
        if (made) {
            throw stopped();
        }
        interruptible = Thread.currentThread();
    }

    /** The interruption belongs to the work that ends here, also where it came too late to be heard. */
    private synchronized void end() {
        interruptible = null;
        if (made) {
            Thread.interrupted();
        }
    }

    static InterruptedException stopped() {
        return new InterruptedException("the run was asked to stop");
    }

    /**
     * Something that hears an interruption of its thread.
     *
     * @param <T> the type of its result
     */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * @throws InterruptedException if its thread was interrupted; a file's {@code ClosedByInterruptException} does as well
         */
        T run() throws IOException, InterruptedException;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Action {

        /**
         * @throws InterruptedException as {@link Work#run} does
         */
        void run() throws IOException, InterruptedException;
    }
}
