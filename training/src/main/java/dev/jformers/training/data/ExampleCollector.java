package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import dev.jformers.training.rows.Column;
import dev.jformers.training.rows.Place;
import dev.jformers.training.rows.Row;
import dev.jformers.training.rows.RowException;
import dev.jformers.training.rows.RowFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes examples of rows; equal labels become one string, since millions of examples share a few. */
final class ExampleCollector {

    private final Column text;
    private final @Nullable Column target;
    private final @Nullable Column label;
    private final EvenSample sample;
    private final BadRows bad = new BadRows();
    private final Map<String, String> labels = new HashMap<>();

    ExampleCollector(DataConfig config) {
        this.text = config.text();
        this.target = config.target();
        this.label = config.label();
        this.sample = new EvenSample(config.maxSamples() == null ? Integer.MAX_VALUE : config.maxSamples());
    }

    /** The next row that is one; null after the last. */
    @Nullable
    Row next(RowFile rows) throws IOException {
        while (true) {
            try {
                return rows.read();
            } catch (RowException e) {
                bad.add(e);
            } catch (InvalidInputException e) {
                throw bad.before(e);
            }
        }
    }

    void add(Row row) {
        bad.unlessBad(() -> collect(row, target == null ? null : present(row.text(target), "target", target, row)));
    }

    /**
     * @param produced the text to produce, from elsewhere
     */
    void add(Row row, String produced) {
        bad.unlessBad(() -> collect(row, produced));
    }

    /**
     * @throws InvalidInputException if a row broke a rule, or lacks text or label: all of them
     */
    void requireGoodRows() {
        bad.throwIfAny();
    }

    private void collect(Row row, @Nullable String produced) {
        String read = present(row.text(text), "text", text, row);
        String name = label == null ? null : present(row.label(label), "label", label, row);
        String shared = name == null ? null : labels.computeIfAbsent(name.strip(), same -> same);
        sample.add(new Example(read, produced, shared, row.place().line()));
    }

    private static String present(String value, String what, Column column, Row row) {
        if (value.isBlank()) {
            throw row.place()
                    .error("the %s (%s) is empty; fill it in or remove the example."
                            .formatted(what, Place.quoted(column.name())));
        }
        return value;
    }

    /** How many examples the file holds. */
    long count() {
        return sample.seen();
    }

    List<Example> examples() {
        return sample.examples();
    }

    /** Every label of the file, also those that the sample lacks. */
    List<String> labels() {
        return LabelSet.sorted(labels.keySet());
    }
}
