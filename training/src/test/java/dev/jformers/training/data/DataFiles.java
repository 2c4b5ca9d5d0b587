package dev.jformers.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jformers.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small data files for tests and the configurations that read them. */
final class DataFiles {

    private DataFiles() {}

    static Path write(Path file, String content) throws IOException {
        return Files.writeString(file, content);
    }

    static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Columns "text" and "label", everything else by default. */
    static DataConfig labelled(Path file) {
        return new DataConfig(file, null, null, "text", "label", null, null, null);
    }

    static DataConfig unlabelled(Path file) {
        return new DataConfig(file, null, null, "text", null, null, null, null);
    }

    static List<Example> read(DataConfig config) throws IOException {
        return Dataset.read(config).examples();
    }

    /** Asserts that reading fails with this message, in which {@code FILE} stands for the path. */
    static void assertRefused(String message, DataConfig config) {
        InvalidInputException refusal = assertThrows(InvalidInputException.class, () -> Dataset.read(config));
        assertEquals(
                message,
                String.valueOf(refusal.getMessage()).replace(config.path().toString(), "FILE"));
    }
}
