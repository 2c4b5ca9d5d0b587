package dev.jformers.cli.text;

import dev.jformers.training.rows.Row;
import dev.jformers.training.rows.TextLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts one after the other. Not thread-safe. */
public interface TextSource extends Closeable {

    /**
     * The next text, or null after the last.
     *
     * @throws dev.jformers.InvalidInputException if what is there is not a text, with file and line
     */
    @Nullable
    TextRow read() throws IOException;

    /** Whether the next {@link #read} returns at once, as it does not where a person or another program still writes. */
    boolean ready() throws IOException;

    /** How much has been read, from 0 to 1; NaN where nobody knows. */
    double progress();

    static TextSource of(List<String> texts) {
        return new GivenTexts(texts.iterator());
    }

    /** One text a line; empty lines are skipped. Closing leaves the stream open. */
    static TextSource ofLines(InputStream stream, String name) {
        return new LineTexts(TextLines.of(stream, name));
    }

    /**
     * The rows of a CSV, TSV, JSONL or plain text file, by its extension; {@code .gz} after it is unzipped.
     *
     * @param textColumn the column (JSONL: the key) of the text
     * @throws dev.jformers.InvalidInputException if there is no such file, or its extension is none of these
     */
    static TextSource ofFile(Path file, String textColumn) throws IOException {
        return FileTexts.open(file, textColumn);
    }

    /** Texts that are there from the start. */
    record GivenTexts(Iterator<String> texts) implements TextSource {

        @Override
        public @Nullable TextRow read() {
            return texts.hasNext() ? TextRow.of(texts.next()) : null;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public double progress() {
            return Double.NaN;
        }

        @Override
        public void close() {}
    }

    /** Texts that come line by line. */
    record LineTexts(TextLines lines) implements TextSource {

        @Override
        public @Nullable TextRow read() throws IOException {
            Row row = lines.read();
            return row == null ? null : new TextRow(row.values(), row.text(TextRow.COLUMN));
        }

        @Override
        public boolean ready() throws IOException {
            return lines.ready();
        }

        @Override
        public double progress() {
            return Double.NaN;
        }

        @Override
        public void close() {}
    }
}
