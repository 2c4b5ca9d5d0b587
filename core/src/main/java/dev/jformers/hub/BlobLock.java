package dev.jformers.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread of one process on this machine fetch a file; the others wait. */
final class BlobLock {

    /** A process has a file lock but once, for all of its threads. */
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private BlobLock() {}

    /**
     * Waits for its turn, however long that takes, then does the work.
     *
     * @param file is made where it is missing, and stays, as Python's client leaves it
     * @param waiting hears that another process has its turn
     */
    static void whileHeld(Path file, Runnable waiting, Work work) throws IOException {
        ReentrantLock thread = THREADS.computeIfAbsent(file.toAbsolutePath(), path -> new ReentrantLock());
        try {
            thread.lockInterruptibly();
        } catch (InterruptedException e) {
            throw Backoff.interrupted(e);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                waiting.run();
                channel.lock();
            }
            work.run();
        } finally {
            thread.unlock();
        }
    }

    /** What is done under a lock. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }
}
