package dev.jformers.cli.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Writer;

/** One JSON object a line. */
public record JsonlWriter(Writer target) implements RowWriter {

    private static final Gson JSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    @Override
    public void write(JsonObject row) throws IOException {
        target.write(JSON.toJson(row));
        target.write('\n');
    }
}
