package dev.jformers.training.data;

import org.jspecify.annotations.Nullable;

/** Takes the rows of a file, one after the other. */
@FunctionalInterface
interface RowSink {

    /**
     * @param label null where the configuration names no label column
     * @param line the line where the row starts, counted from 1
     */
    void add(String text, @Nullable String label, long line);
}
