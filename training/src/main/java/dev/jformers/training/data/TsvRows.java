package dev.jformers.training.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tab-separated values without quoting, as most corpora use them; empty lines are skipped. */
final class TsvRows {

    private TsvRows() {}

    static void read(Utf8Reader text, DataConfig config, RowSink sink) throws IOException {
        Table table = new Table(config, sink, "replace a tab inside a text with a space.");
        LineReader lines = new LineReader(text, config.path());
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isEmpty()) {
                table.add(fields(line), lines.place());
            }
        }
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', start)) {
            fields.add(line.substring(start, tab));
            start = tab + 1;
        }
        fields.add(line.substring(start));
        return fields;
    }
}
