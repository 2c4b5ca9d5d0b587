package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** Writes rows in the format of a file. */
public interface RowWriter {

    /**
     * @throws dev.jformers.InvalidInputException if the format cannot hold the row
     */
    void write(JsonObject row) throws IOException;

    /**
     * The writer of the format that a file's extension stands for.
     *
     * @param file names the format; nothing is written there
     * @param target takes the text; who opened it closes it
     * @throws dev.jformers.InvalidInputException if the extension stands for no format
     */
    static RowWriter of(Path file, Writer target) {
        return FileFormat.ofOutput(file).writer(target);
    }

    /**
     * @throws dev.jformers.InvalidInputException if a file's extension stands for no format
     */
    static void requireFormat(Path file) {
        FileFormat.ofOutput(file);
    }
}
