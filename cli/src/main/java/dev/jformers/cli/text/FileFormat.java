package dev.jformers.cli.text;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The formats of files with texts, by their extensions. */
enum FileFormat {
    CSV(CsvRows::open, DelimitedWriter::csv, ".csv"),
    TSV((stream, name) -> new TsvRows(new Utf8Lines(stream, name)), DelimitedWriter::tsv, ".tsv"),
    JSONL((stream, name) -> new JsonlRows(new Utf8Lines(stream, name)), JsonlWriter::new, ".jsonl", ".ndjson");

    private final Opening reader;
    private final Function<Writer, RowWriter> writer;
    private final List<String> extensions;

    FileFormat(Opening reader, Function<Writer, RowWriter> writer, String... extensions) {
        this.reader = reader;
        this.writer = writer;
        this.extensions = List.of(extensions);
    }

    RowReader reader(InputStream stream, String name) throws IOException {
        return reader.open(stream, name);
    }

    RowWriter writer(Writer target) {
        return writer.apply(target);
    }

    /** The format of a name, if its extension is known. */
    static Optional<FileFormat> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.extensions.stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /**
     * @throws InvalidInputException if a file of this name cannot be written
     */
    static FileFormat ofOutput(Path file) {
        return of(file.toString())
                .orElseThrow(() -> new InvalidInputException(
                        file + ": the extension tells the format and must be .csv, .tsv, .jsonl or .ndjson"));
    }

    @FunctionalInterface
    private interface Opening {
        RowReader open(InputStream stream, String name) throws IOException;
    }
}
