package dev.jformers.cli.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The rows of a file. */
final class FileTexts implements TextSource {

    private static final String GZIP = ".gz";

    private final FileChannel channel;
    private final RowReader rows;
    private final String textColumn;

    private FileTexts(FileChannel channel, RowReader rows, String textColumn) {
        this.channel = channel;
        this.rows = rows;
        this.textColumn = textColumn;
    }

    static TextSource open(Path file, String textColumn) throws IOException {
        if (!Files.exists(file)) {
            throw new InvalidInputException(file + " does not exist; name a file with texts");
        }
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(file + " is a folder; name a file with texts");
        }
        FileChannel channel = FileChannel.open(file);
        try {
            return new FileTexts(channel, reader(file, channel, textColumn), textColumn);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static RowReader reader(Path file, FileChannel channel, String textColumn) throws IOException {
        String name = file.toString();
        boolean zipped = name.toLowerCase(Locale.ROOT).endsWith(GZIP);
        String plain = zipped ? name.substring(0, name.length() - GZIP.length()) : name;
        InputStream bytes = Channels.newInputStream(channel);
        InputStream content = zipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        if (plain.toLowerCase(Locale.ROOT).endsWith(".txt")) {
            return new PlainRows(new Utf8Lines(content, name), textColumn);
        }
        FileFormat format = FileFormat.of(plain)
                .orElseThrow(() -> new InvalidInputException(
                        file + ": the extension tells the format and must be .csv, .tsv, .jsonl, .ndjson or .txt"
                                + " (each also with .gz)"));
        return format.reader(content, name);
    }

    @Override
    public @Nullable TextRow read() throws IOException {
        JsonObject row = rows.read();
        return row == null ? null : new TextRow(row, text(row));
    }

    private String text(JsonObject row) {
        JsonElement text = row.get(textColumn);
        if (text == null) {
            String near = NearMiss.of(textColumn, row.keySet())
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("; name it with --text-column");
            throw new InvalidInputException("%s: there is no column %s; there are %s%s"
                    .formatted(rows.place(), textColumn, String.join(", ", row.keySet()), near));
        }
        if (!text.isJsonPrimitive() || !text.getAsJsonPrimitive().isString()) {
            throw new InvalidInputException(
                    "%s: %s is %s but must be a text".formatted(rows.place(), textColumn, text));
        }
        return text.getAsString();
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public double progress() {
        try {
            return (double) channel.position() / channel.size();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
