package dev.jformers;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets calls to a model pass until it is closed. Thread-safe. */
public final class CallGate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** A call to a model. */
    @FunctionalInterface
    public interface Call<R, E extends Exception> {

        R answer() throws E;
    }

    /**
     * @throws IllegalStateException if it is closed
     */
    public <R, E extends Exception> R pass(Call<R, E> call) throws E {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed; call it before close, or load it again");
            }
            return call.answer();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Waits for the calls that are under way; the first time, frees the model then.
     *
     * @throws IllegalStateException if it is called from within a call, which could not end then
     */
    public void close(Runnable free) {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException("the model is closed by one of its own calls; close it behind that call");
        }
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                free.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
