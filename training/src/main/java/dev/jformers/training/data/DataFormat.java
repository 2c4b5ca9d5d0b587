package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a data file reads. */
public enum DataFormat {
    /** Comma-separated values (RFC 4180): quotes, doubled quotes, line breaks within quotes. */
    CSV(CsvRows::read, ".csv"),
    /** Tab-separated values: no quoting, one record a line. */
    TSV(TsvRows::read, ".tsv"),
    /** One JSON object a line. */
    JSONL(JsonlRows::read, ".jsonl", ".ndjson"),
    /** One text a line; empty lines are skipped. */
    TEXT(TextRows::read, ".txt");

    private final RowReader rows;
    private final List<String> extensions;

    DataFormat(RowReader rows, String... extensions) {
        this.rows = rows;
        this.extensions = List.of(extensions);
    }

    RowReader rows() {
        return rows;
    }

    /** Refuses settings that mean nothing in this format. */
    void check(DataConfig config) {
        if (this == TEXT && config.labelColumn() != null) {
            throw new InvalidInputException(
                    "%s: label_column is %s, but plain text has no labels; leave it out, or use csv, tsv or jsonl."
                            .formatted(config.path(), Place.quoted(config.labelColumn())));
        }
        if (config.columns() != null && this != CSV && this != TSV) {
            throw new InvalidInputException("%s: columns is set, but %s has none; leave it out, or use csv or tsv."
                    .formatted(config.path(), this == TEXT ? "plain text" : "a file of JSON lines"));
        }
    }

    /** The format that the file's extension stands for, a {@code .gz} at its end left aside. */
    static DataFormat of(Path file) {
        String name = DataFile.nameWithoutGzip(file).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.extensions.stream().anyMatch(name::endsWith))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidInputException(("%s: the extension does not tell the format (known are .csv, .tsv,"
                                        + " .jsonl, .ndjson and .txt, each also with .gz); set format to csv, tsv, jsonl or text.")
                                .formatted(file)));
    }
}
