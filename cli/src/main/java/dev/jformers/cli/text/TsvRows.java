package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tab-separated values: a line is a row, nothing is quoted, the first line names the columns. */
final class TsvRows implements RowReader {

    private final Utf8Lines lines;
    private @Nullable Columns columns;

    TsvRows(Utf8Lines lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable JsonObject read() throws IOException {
        if (columns == null) {
            String first = lines.next();
            if (first == null) {
                return null;
            }
            columns = Columns.of(fields(first), lines.place());
        }
        String line = lines.nextThatIsNotBlank();
        return line == null ? null : columns.row(fields(line), lines.place());
    }

    private static List<String> fields(String line) {
        return List.of(line.split("\t", -1));
    }

    @Override
    public String place() {
        return lines.place();
    }
}
