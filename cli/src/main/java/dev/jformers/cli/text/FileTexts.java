package dev.jformers.cli.text;

import dev.jformers.training.rows.Column;
import dev.jformers.training.rows.DataFormat;
import dev.jformers.training.rows.Row;
import dev.jformers.training.rows.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rows of a file. */
record FileTexts(RowFile rows, Column textColumn) implements TextSource {

    static FileTexts open(Path file, String textColumn) throws IOException {
        RowFile.requireFile(file);
        DataFormat format = DataFormat.of(file, "rename it");
        Column column = new Column(textColumn, "--text-column", ", or add a header line if the file has none");
        return new FileTexts(RowFile.open(file, format, null), column);
    }

    @Override
    public @Nullable TextRow read() throws IOException {
        Row row = rows.read();
        return row == null ? null : new TextRow(row.values(), row.text(textColumn));
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public double progress() {
        return rows.progress();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
