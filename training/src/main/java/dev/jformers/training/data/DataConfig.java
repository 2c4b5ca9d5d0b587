package dev.jformers.training.data;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where examples are and how their file reads.
 *
 * @param path the file; a name that ends in {@code .gz} is read through gzip
 * @param format how the file reads; null takes it from the file's extension (before {@code .gz})
 * @param columns the names of the columns of a CSV or TSV file that has no header line; null where the first line names them
 * @param textColumn the column (JSONL: the key) of the text; plain text has no columns, each line is a text
 * @param labelColumn the column (JSONL: the key) of the label; null where the examples have none
 * @param labels the labels in the order of their ids; null takes the labels found in the training data, sorted
 * @param maxSamples use at most this many examples, drawn evenly over the file; null uses all
 */
public record DataConfig(
        Path path,
        @Nullable DataFormat format,
        @Nullable List<String> columns,
        String textColumn,
        @Nullable String labelColumn,
        @Nullable List<String> labels,
        @Nullable Integer maxSamples) {}
