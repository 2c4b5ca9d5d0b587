package dev.jformers.training.rows;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows, one after the other; there is never more than one in memory. Not thread-safe. */
@FunctionalInterface
interface RowReader {

    /**
     * The next row, or null after the last.
     *
     * @throws dev.jformers.InvalidInputException if a rule of the format is broken; the message names file and line
     */
    @Nullable
    Row read() throws IOException;

    /** Makes the reader of a format. */
    @FunctionalInterface
    interface Opening {

        /**
         * @param text the file's characters; the caller closes them
         * @param columns the names of the columns where the file does not have them
         */
        RowReader open(Utf8Reader text, @Nullable List<String> columns);
    }
}
