package dev.jformers.training.data;

import java.io.IOException;

/** Reads the rows of one format. */
@FunctionalInterface
interface RowReader {

    /**
     * @param text the file's characters; the caller closes them
     * @param config which columns or keys are wanted; its path names the file in errors
     * @param sink gets the rows in the order of the file
     */
    void read(Utf8Reader text, DataConfig config, RowSink sink) throws IOException;
}
