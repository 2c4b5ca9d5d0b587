package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.util.List;

/**
 * The examples of a file, in memory and immutable.
 *
 * @param config where they come from
 * @param examples the examples in the order of the file; an even sample of them where the configuration asks for one
 * @param labels each label of the file once, sorted (as numbers where all are whole numbers); also those that no example of the
 *     sample has, so that the ids of labels do not depend on the size of the sample; empty where the data has no labels
 * @param fingerprint which data this is
 */
public record Dataset(DataConfig config, List<Example> examples, List<String> labels, DataFingerprint fingerprint) {

    /** Copies the lists. */
    public Dataset {
        examples = List.copyOf(examples);
        labels = List.copyOf(labels);
    }

    /**
     * Reads a file: UTF-8, with or without a byte order mark, lines ending in LF or CRLF. Blank lines are skipped; white space
     * around labels is removed, texts stay as they are. Takes about 80 bytes and the text's own for an example.
     *
     * @throws InvalidInputException if the file is missing, empty or breaks a rule of its format, or a row lacks text or label;
     *     the message names the line
     * @throws IOException if the file cannot be read; the message names it
     */
    public static Dataset read(DataConfig config) throws IOException {
        DataFormat format = config.format() == null ? DataFormat.of(config.path()) : config.format();
        format.check(config);
        try (DataFile file = DataFile.open(config.path())) {
            ExampleCollector collector = new ExampleCollector(config);
            readRows(file, format, config, collector);
            DataFingerprint fingerprint =
                    new DataFingerprint(config.path().toString(), file.sha256OfBytes(), collector.count());
            return new Dataset(config, collector.examples(), collector.labels(), fingerprint);
        } catch (MalformedUtf8Exception e) {
            throw new Place(config.path(), e.line()).error(e.getMessage() + "; save the file as UTF-8.", e);
        } catch (IOException e) {
            throw DataFile.explained(e, config.path());
        }
    }

    private static void readRows(DataFile file, DataFormat format, DataConfig config, ExampleCollector collector)
            throws IOException {
        Utf8Reader text = new Utf8Reader(file.content());
        format.rows().read(text, config, collector);
        if (text.isEmpty()) {
            throw DataFile.empty(config.path());
        }
        if (collector.count() == 0) {
            throw new InvalidInputException(
                    "%s holds no example, only a header line or blank lines; it must hold at least one."
                            .formatted(config.path()));
        }
    }
}
