package dev.jformers.training.rows;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Plain text of several lines a text, which keep their line breaks as line feeds. Not thread-safe. */
final class TextParagraphs implements RowReader {

    /** A text that is longer does not fit the memory as tokens beside it. */
    private static final int LONGEST_TEXT = 1 << 28;

    private final LineReader lines;
    private final Border border;

    /** Where one text ends and the next begins. */
    enum Border {
        BLANK_LINES,
        END_OF_FILE
    }

    TextParagraphs(Utf8Reader text, Border border) {
        this.lines = new LineReader(text);
        this.border = border;
    }

    @Override
    public @Nullable Row read() throws IOException {
        String line = lines.nextThatIsNotBlank();
        if (line == null) {
            return null;
        }
        Place start = lines.place();
        StringBuilder text = new StringBuilder(line);
        for (line = lines.next(); line != null && !isEnd(line); line = lines.next()) {
            text.append('\n').append(line);
            if (text.length() > LONGEST_TEXT) {
                throw start.error(
                        "the text that starts here has more than %,d characters; split it by blank lines and use"
                                        .formatted(LONGEST_TEXT)
                                + " the format paragraphs.");
            }
        }
        return new TextRow(text.toString(), start);
    }

    private boolean isEnd(String line) {
        return border == Border.BLANK_LINES && line.isBlank();
    }
}
