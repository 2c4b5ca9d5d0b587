package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One text a line; empty lines are skipped. */
record PlainRows(Utf8Lines lines, String textColumn) implements RowReader {

    @Override
    public @Nullable JsonObject read() throws IOException {
        String line = lines.nextThatIsNotBlank();
        if (line == null) {
            return null;
        }
        JsonObject row = new JsonObject();
        row.addProperty(textColumn, line);
        return row;
    }

    @Override
    public String place() {
        return lines.place();
    }
}
