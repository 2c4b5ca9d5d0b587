package dev.jformers.training.rows;

import dev.jformers.InvalidInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a data file reads. */
public enum DataFormat {
    /** Comma-separated values (RFC 4180): quotes, doubled quotes, line breaks within quotes. */
    CSV(CsvRows::new, ".csv"),
    /** Tab-separated values: no quoting, one record a line. */
    TSV(TsvRows::new, ".tsv"),
    /** One JSON object a line. */
    JSONL((text, columns) -> new JsonLines(text), ".jsonl", ".ndjson"),
    /** One text a line; empty lines are skipped. */
    TEXT((text, columns) -> new TextLines(text), ".txt"),
    /** Texts with blank lines between them, line breaks kept. */
    PARAGRAPHS((text, columns) -> new TextParagraphs(text, TextParagraphs.Border.BLANK_LINES)),
    /** The whole file is one text. */
    DOCUMENT((text, columns) -> new TextParagraphs(text, TextParagraphs.Border.END_OF_FILE));

    private static final String GZIP = ".gz";

    private final RowReader.Opening reader;
    private final List<String> extensions;

    DataFormat(RowReader.Opening reader, String... extensions) {
        this.reader = reader;
        this.extensions = List.of(extensions);
    }

    /** Whether rows are texts and nothing else. */
    public boolean isPlain() {
        return this == TEXT || this == PARAGRAPHS || this == DOCUMENT;
    }

    /** Whether rows have columns, with names. */
    public boolean hasColumns() {
        return this == CSV || this == TSV;
    }

    RowReader reader(Utf8Reader text, @Nullable List<String> columns) {
        return reader.open(text, columns);
    }

    /** The format of a file that is not zipped, by its extension; empty where that stands for none. */
    public static Optional<DataFormat> ofExtension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.extensions.stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /**
     * The format that the file's extension stands for, a {@code .gz} at its end left aside.
     *
     * @param remedy what to do where it stands for none, for the message
     */
    public static DataFormat of(Path file, String remedy) {
        String name = fileName(file);
        return ofExtension(isGzip(file) ? name.substring(0, name.length() - GZIP.length()) : name)
                .orElseThrow(() ->
                        new InvalidInputException(("%s: the extension does not tell the format (known are .csv, .tsv,"
                                        + " .jsonl, .ndjson and .txt, each also with .gz); %s.")
                                .formatted(file, remedy)));
    }

    static boolean isGzip(Path path) {
        return fileName(path).toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
