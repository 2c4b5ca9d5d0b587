package dev.jformers.training.rows;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts text at line feeds; a carriage return before a line feed belongs to the line's end, any other to the text. */
final class LineReader {

    /** A file without line breaks must not become one string that fills the memory. */
    static final int LONGEST_LINE = 1 << 24;

    private final Utf8Reader text;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int limit;
    private long number;

    LineReader(Utf8Reader text) {
        this.text = text;
    }

    /** The line that {@link #next()} returned last, counted from 1. */
    Place place() {
        return new Place(text.name(), number);
    }

    /** The next line without its end; null after the last. */
    @Nullable
    String next() throws IOException {
        if (!fill()) {
            return null;
        }
        number++;
        StringBuilder begun = new StringBuilder();
        do {
            int end = endOfLine();
            if (end < limit) {
                String line = begun.append(buffer, position, end - position).toString();
                position = end + 1;
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            begun.append(buffer, position, limit - position);
            position = limit;
            if (begun.length() > LONGEST_LINE) {
                throw place().error("the line is longer than %d characters; write one example a line."
                        .formatted(LONGEST_LINE));
            }
        } while (fill());
        return begun.toString();
    }

    /** The next line that is more than white space; null after the last. */
    @Nullable
    String nextThatIsNotBlank() throws IOException {
        String line = next();
        while (line != null && line.isBlank()) {
            line = next();
        }
        return line;
    }

    /** Whether there is a character that can be had without waiting. */
    boolean ready() throws IOException {
        return position < limit || text.ready();
    }

    private int endOfLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Whether a character is left. */
    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, text.read(buffer, 0, buffer.length));
        }
        return position < limit;
    }
}
