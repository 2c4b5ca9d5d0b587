package dev.jformers.training.data;

import java.io.IOException;

/** Plain text, one text a line; blank lines are skipped. */
final class TextRows {

    private TextRows() {}

    static void read(Utf8Reader text, DataConfig config, RowSink sink) throws IOException {
        LineReader lines = new LineReader(text, config.path());
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                sink.add(line, null, lines.place().line());
            }
        }
    }
}
