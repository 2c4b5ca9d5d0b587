package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows one after the other, each an object of its columns. */
interface RowReader {

    /** The next row, or null after the last. */
    @Nullable
    JsonObject read() throws IOException;

    /** File and line of the row that was read last, for messages. */
    String place();
}
