package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.training.rows.DataFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** Writes rows in the format of a file. */
public interface RowWriter {

    /**
     * @throws InvalidInputException if the format cannot hold the row
     */
    void write(JsonObject row) throws IOException;

    /**
     * The writer of the format that a file's extension stands for.
     *
     * @param file names the format; nothing is written there
     * @param target takes the text; who opened it closes it
     * @throws InvalidInputException if the extension stands for no format with columns
     */
    static RowWriter of(Path file, Writer target) {
        return switch (format(file)) {
            case CSV -> DelimitedWriter.csv(target);
            case TSV -> DelimitedWriter.tsv(target);
            case JSONL -> new JsonlWriter(target);
            case TEXT, PARAGRAPHS, DOCUMENT -> throw unknown(file);
        };
    }

    /**
     * @throws InvalidInputException if a file's extension stands for no format with columns
     */
    static void requireFormat(Path file) {
        if (format(file).isPlain()) {
            throw unknown(file);
        }
    }

    private static DataFormat format(Path file) {
        return DataFormat.ofExtension(file.toString()).orElseThrow(() -> unknown(file));
    }

    private static InvalidInputException unknown(Path file) {
        return new InvalidInputException(
                file + ": the extension tells the format and must be .csv, .tsv, .jsonl or .ndjson");
    }
}
