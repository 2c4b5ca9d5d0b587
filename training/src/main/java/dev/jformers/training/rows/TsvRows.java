package dev.jformers.training.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tab-separated values without quoting, as most corpora use them; empty lines are skipped. */
final class TsvRows implements RowReader {

    private final LineReader lines;
    private final Table table;

    TsvRows(Utf8Reader text, @Nullable List<String> columns) {
        this.lines = new LineReader(text);
        this.table = new Table(text.name(), columns, "replace a tab inside a text with a space.");
    }

    @Override
    public @Nullable Row read() throws IOException {
        TableRow row = null;
        for (String line = lines.next(); line != null; line = lines.next()) {
            row = line.isEmpty() ? null : table.row(fields(line), lines.place());
            if (row != null) {
                break;
            }
        }
        return row;
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
