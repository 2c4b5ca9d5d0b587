package dev.jformers.checkpoint;

import java.io.IOException;

/**
 * Takes a value and may fail as reading and writing files do.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface IoConsumer<T> {

    /**
     * @param value the value
     * @throws IOException if reading or writing fails
     */
    void accept(T value) throws IOException;
}
