package dev.jformers;

import dev.jformers.TextGenerator.Answer;
import dev.jformers.generation.GenerationConfig;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A text, piece by piece as a thread of its own writes it; a piece has whole characters. Closing it ends the writing. Not thread-safe.
 */
public final class TextPieces implements Iterator<String>, AutoCloseable {

    private final BlockingQueue<Optional<String>> pieces = new LinkedBlockingQueue<>();
    private final FutureTask<Answer> writing;
    private final Thread writer;
    private @Nullable Optional<String> next;

    /** Writes a text. */
    @FunctionalInterface
    interface Source {

        Answer write(Consumer<String> sink) throws InterruptedException;
    }

    TextPieces(Source source) {
        writing = new FutureTask<>(() -> source.write(piece -> pieces.add(Optional.of(piece)))) {
            @Override
            protected void done() {
                pieces.add(Optional.empty());
            }
        };
        writer = new Thread(writing, "jformers-text");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Waits for the next piece.
     *
     * @throws InvalidInputException as {@link TextGenerator#generate(String, GenerationConfig, List, Consumer, Acceleration)}
     * @throws UncheckedIOException with an {@link InterruptedIOException} if the thread is interrupted meanwhile; the writing ends then
     * @throws CancellationException if it is closed
     */
    @Override
    public boolean hasNext() {
        try {
            if (next == null) {
                next = pieces.take();
            }
            if (next.isEmpty() || writing.isCancelled()) {
                answer();
            }
            return next.isPresent();
        } catch (InterruptedException e) {
            writing.cancel(true);
            throw new UncheckedIOException(new InterruptedIOException("interrupted while a text was written"));
        }
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the text has ended");
        }
        String piece = next.orElseThrow();
        next = null;
        return piece;
    }

    /**
     * Waits for the end of the text, and tells what came of it.
     *
     * @throws InvalidInputException as {@link #hasNext}
     * @throws CancellationException if it was closed before
     */
    public Answer answer() throws InterruptedException {
        try {
            return writing.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("no text was written: " + e.getCause(), e);
        }
    }

    /** Returns once nothing is written any more. */
    @Override
    public void close() {
        writing.cancel(true);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
