package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import dev.jformers.training.rows.DataFormat;
import dev.jformers.training.rows.Row;
import dev.jformers.training.rows.RowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a file, in memory and immutable.
 *
 * @param config where they come from
 * @param examples the examples in the order of the file; an even sample of them where the configuration asks for one
 * @param labels each label of the file once, sorted (as numbers where all are whole numbers); also those that no example of the
 *     sample has, so that the ids of labels do not depend on the size of the sample; empty where the data has no labels
 * @param fingerprint which data this is
 * @param targetFingerprint which file holds the texts to produce; null where none does
 */
public record Dataset(
        DataConfig config,
        List<Example> examples,
        List<String> labels,
        DataFingerprint fingerprint,
        @Nullable DataFingerprint targetFingerprint) {

    /** Copies the lists. */
    public Dataset {
        examples = List.copyOf(examples);
        labels = List.copyOf(labels);
    }

    /**
     * Reads a file: UTF-8, with or without a byte order mark, lines ending in LF or CRLF. Blank lines are skipped; white space
     * around labels is removed, texts stay as they are. Takes about 80 bytes and the text's own for an example.
     *
     * @throws InvalidInputException if the file is missing, empty or breaks a rule of its format, or rows lack text or label;
     *     the message names the lines
     * @throws IOException if the file cannot be read; the message names it
     */
    public static Dataset read(DataConfig config) throws IOException {
        DataFormat format = config.resolvedFormat();
        requireBytes(config.path());
        ExampleCollector collector = new ExampleCollector(config);
        Path targets = config.targetPath();
        try (RowFile rows = RowFile.open(config.path(), format, config.columns())) {
            DataFingerprint ofTargets =
                    targets == null ? collect(rows, collector) : collectPairs(config, rows, targets, collector);
            collector.requireGoodRows();
            requireExamples(config.path(), rows, collector);
            return new Dataset(
                    config,
                    collector.examples(),
                    collector.labels(),
                    fingerprint(config.path(), rows, collector),
                    ofTargets);
        }
    }

    private static @Nullable DataFingerprint collect(RowFile rows, ExampleCollector collector) throws IOException {
        for (Row row = collector.next(rows); row != null; row = collector.next(rows)) {
            collector.add(row);
        }
        return null;
    }

    /** Reads two files side by side, line by line. */
    private static DataFingerprint collectPairs(
            DataConfig config, RowFile rows, Path targets, ExampleCollector collector) throws IOException {
        try (RowFile others = RowFile.open(targets, DataFormat.TEXT, null)) {
            Row row = rows.read();
            Row other = others.read();
            while (row != null
                    && other != null
                    && row.place().line() == other.place().line()) {
                collector.add(row, other.text(config.text()));
                row = rows.read();
                other = others.read();
            }
            if (row != null || other != null) {
                throw unpaired(config.path(), row, targets, other);
            }
            return fingerprint(targets, others, collector);
        }
    }

    private static InvalidInputException unpaired(Path texts, @Nullable Row row, Path targets, @Nullable Row other) {
        boolean textAlone = other == null
                || (row != null && row.place().line() < other.place().line());
        Row alone = Objects.requireNonNull(textAlone ? row : other);
        return alone.place()
                .end(
                        "the line has a text, but %s has none beside it; each line of the one must belong to the same line of the other."
                                .formatted(textAlone ? targets : texts));
    }

    private static DataFingerprint fingerprint(Path file, RowFile rows, ExampleCollector collector) throws IOException {
        return new DataFingerprint(file.toString(), rows.sha256OfBytes(), collector.count());
    }

    /** Which files the examples come from. */
    public List<DataFingerprint> fingerprints() {
        return targetFingerprint == null ? List.of(fingerprint) : List.of(fingerprint, targetFingerprint);
    }

    private static void requireBytes(Path path) throws IOException {
        if (Files.isRegularFile(path) && Files.size(path) == 0) {
            throw empty(path);
        }
    }

    private static void requireExamples(Path path, RowFile rows, ExampleCollector collector) {
        if (rows.isEmpty()) {
            throw empty(path);
        }
        if (collector.count() == 0) {
            throw new InvalidInputException(
                    "%s holds no example, only a header line or blank lines; it must hold at least one."
                            .formatted(path));
        }
    }

    private static InvalidInputException empty(Path path) {
        return new InvalidInputException("%s is empty; it must hold at least one example.".formatted(path));
    }
}
