package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import dev.jformers.training.rows.Column;
import dev.jformers.training.rows.DataFormat;
import dev.jformers.training.rows.Place;
import dev.jformers.training.setting.ExistingFile;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.List;
import org.hibernate.validator.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

/**
 * Where examples are and how their file reads.
 *
 * @param path the file; a name that ends in {@code .gz} is read through gzip
 * @param format how the file reads; null takes it from the file's extension (before {@code .gz})
 * @param columns the names of the columns of a CSV or TSV file that has no header line; null where the first line names them
 * @param textColumn the column (JSONL: the key) of the text; plain text has no columns, each line is a text
 * @param labelColumn the column (JSONL: the key) of the label; null where the examples have none
 * @param targetColumn the column (JSONL: the key) of the text to produce; null where there is none, or in another file
 * @param targetPath the file of the texts to produce, line by line beside those of a plain text; null where there is none
 * @param maxSamples use at most this many examples, drawn evenly over the file; null uses all
 */
public record DataConfig(
        @Setting("The file, relative to the working directory; a name that ends in `.gz` is read through gzip.")
        @ExistingFile
        Path path,

        @Setting("How the file reads; null takes it from the file's extension (before `.gz`).") @Nullable
        DataFormat format,

        @Setting(
                "The names of the columns of a CSV or TSV file that has no header line; null where the first line names them.")
        @Size(min = 1, message = "must name at least one column")
        @UniqueElements(message = "must not name a column twice")
        @Nullable
        List<String> columns,

        @Setting(
                value =
                        "The column (JSONL: the key) of the text. Plain text has no columns: each of its lines is a text.",
                byDefault = "text")
        @Size(min = 1, message = "must not be empty")
        String textColumn,

        @Setting("The column (JSONL: the key) of the label; null where the examples have none.")
        @Size(min = 1, message = "must not be empty")
        @Nullable
        String labelColumn,

        @Setting("The column (JSONL: the key) of the text to produce: a translation, an answer, what follows a prompt.")
        @Size(min = 1, message = "must not be empty")
        @Nullable
        String targetColumn,

        @Setting(
                "The file of the texts to produce, whose lines stand beside those of `path`: the other half of a parallel corpus."
                        + " Both are plain text.")
        @ExistingFile
        @Nullable
        Path targetPath,

        @Setting("Use at most this many examples, drawn evenly over the file; null uses all.")
        @Positive(message = "must be greater than 0")
        @Nullable
        Integer maxSamples) {

    private static final String FORMATS = "csv, tsv, jsonl, text, paragraphs or document";

    public DataConfig {
        columns = columns == null ? null : List.copyOf(columns);
    }

    /** The column of the text. */
    Column text() {
        return new Column(textColumn, "text_column", withoutHeader());
    }

    /** The column of the label; null where the examples have none. */
    @Nullable
    Column label() {
        return labelColumn == null ? null : new Column(labelColumn, "label_column", withoutHeader());
    }

    /** The column of the text to produce; null where there is none. */
    @Nullable
    Column target() {
        return targetColumn == null ? null : new Column(targetColumn, "target_column", withoutHeader());
    }

    /** Whether the examples say what is to be produced. */
    public boolean hasTargets() {
        return targetColumn != null || targetPath != null;
    }

    private String withoutHeader() {
        return columns == null ? ", or, if the file has no header line, name its columns in columns" : "";
    }

    /**
     * The format as given, or that of the extension.
     *
     * @throws InvalidInputException if the extension stands for none, or a setting means nothing in the format
     */
    DataFormat resolvedFormat() {
        DataFormat resolved = format == null ? DataFormat.of(path, "set format to " + FORMATS) : format;
        String is = resolved == DataFormat.JSONL ? "a file of JSON lines" : "plain text";
        if (resolved.isPlain() && labelColumn != null) {
            throw new InvalidInputException(
                    "%s: label_column is %s, but plain text has no labels; leave it out, or use csv, tsv or jsonl."
                            .formatted(path, Place.quoted(labelColumn)));
        }
        if (resolved.isPlain() && targetColumn != null) {
            throw new InvalidInputException(
                    "%s: target_column is %s, but plain text has no columns; name the file of the other half in target_path, or use"
                                    .formatted(path, Place.quoted(targetColumn))
                            + " csv, tsv or jsonl.");
        }
        if (columns != null && !resolved.hasColumns()) {
            throw new InvalidInputException(
                    "%s: columns is set, but %s has none; leave it out, or use csv or tsv.".formatted(path, is));
        }
        if (targetPath != null && resolved != DataFormat.TEXT) {
            throw new InvalidInputException(
                    "%s: target_path is set, which goes with format: text alone; use target_column.".formatted(path));
        }
        return resolved;
    }
}
