package dev.jformers.cli.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Columns under a header line, which the first row decides. Values that are no plain ones are written as JSON. */
final class DelimitedWriter implements RowWriter {

    private final LineWriter lines;
    private @Nullable Set<String> columns;

    private DelimitedWriter(LineWriter lines) {
        this.lines = lines;
    }

    static DelimitedWriter csv(Writer target) {
        CsvWriter csv = CsvWriter.builder()
                .bufferSize(0)
                .lineDelimiter(LineDelimiter.LF)
                .build(target);
        return new DelimitedWriter(csv::writeRecord);
    }

    static DelimitedWriter tsv(Writer target) {
        return new DelimitedWriter(fields -> {
            for (String field : fields) {
                if (field.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r')) {
                    throw new InvalidInputException(
                            "a value holds a tab or a line break, which .tsv cannot; write .csv or .jsonl");
                }
            }
            target.write(String.join("\t", fields) + "\n");
        });
    }

    @Override
    public void write(JsonObject row) throws IOException {
        if (columns == null) {
            columns = new LinkedHashSet<>(row.keySet());
            lines.write(List.copyOf(columns));
        }
        if (!columns.containsAll(row.keySet())) {
            throw new InvalidInputException("a row has the columns " + row.keySet() + " but the first has " + columns
                    + "; write .jsonl, whose rows may differ");
        }
        List<String> fields = new ArrayList<>();
        for (String column : columns) {
            fields.add(field(row.get(column)));
        }
        lines.write(fields);
    }

    private static String field(@Nullable JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return "";
        }
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    @FunctionalInterface
    private interface LineWriter {
        void write(List<String> fields) throws IOException;
    }
}
