package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; empty lines are skipped. */
record JsonlRows(Utf8Lines lines) implements RowReader {

    @Override
    public @Nullable JsonObject read() throws IOException {
        String line = lines.nextThatIsNotBlank();
        return line == null
                ? null
                : StrictJson.parse(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), lines.place());
    }

    @Override
    public String place() {
        return lines.place();
    }
}
