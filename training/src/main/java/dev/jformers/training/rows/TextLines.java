package dev.jformers.training.rows;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Plain text, one text a line; blank lines are skipped. Not thread-safe. */
public final class TextLines implements RowReader {

    private final LineReader lines;

    TextLines(Utf8Reader text) {
        this.lines = new LineReader(text);
    }

    /**
     * Reads from a stream, UTF-8, with or without a byte order mark; who opened the stream closes it.
     *
     * @param name what messages call the stream
     */
    public static TextLines of(InputStream stream, String name) {
        return new TextLines(new Utf8Reader(stream, name));
    }

    @Override
    public @Nullable Row read() throws IOException {
        String line = lines.nextThatIsNotBlank();
        return line == null ? null : new TextRow(line, lines.place());
    }

    /** The next line, also one that is blank; null after the last. */
    public @Nullable String readLine() throws IOException {
        return lines.next();
    }

    /** Whether there is something to read, so that the next {@link #read} does not wait for its first character. */
    public boolean ready() throws IOException {
        return lines.ready();
    }
}
