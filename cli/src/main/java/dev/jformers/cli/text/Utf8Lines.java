package dev.jformers.cli.text;

import dev.jformers.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of strict UTF-8 that know their number; a byte order mark at the beginning is skipped. */
final class Utf8Lines {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedReader reader;
    private final String name;
    private long number;

    /**
     * @param name what messages call the stream
     */
    Utf8Lines(InputStream stream, String name) {
        // A decoder of its own reports what is not UTF-8; the one that a reader makes by itself would replace it.
        this.reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        this.name = name;
    }

    /** The next line without its end; null after the last. */
    @Nullable
    String next() throws IOException {
        try {
            String line = reader.readLine();
            number++;
            return number == 1 && line != null && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(
                    name + ", after line " + number + ": not UTF-8; convert it, as with `iconv -t UTF-8`", e);
        }
    }

    @Nullable
    String nextThatIsNotBlank() throws IOException {
        String line = next();
        while (line != null && line.isBlank()) {
            line = next();
        }
        return line;
    }

    boolean ready() throws IOException {
        return reader.ready();
    }

    /** File and line that was read last, for messages. */
    String place() {
        return name + ", line " + number;
    }
}
