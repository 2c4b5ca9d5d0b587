package dev.jformers.training.data;

import dev.jformers.training.rows.Column;
import dev.jformers.training.rows.Place;
import dev.jformers.training.rows.Row;
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
    private final Map<String, String> labels = new HashMap<>();

    ExampleCollector(DataConfig config) {
        this.text = config.text();
        this.target = config.target();
        this.label = config.label();
        this.sample = new EvenSample(config.maxSamples() == null ? Integer.MAX_VALUE : config.maxSamples());
    }

    /**
     * @throws dev.jformers.InvalidInputException if the row lacks text or label
     */
    void add(Row row) {
        add(row, target == null ? null : present(row.text(target), "target", target, row));
    }

    /**
     * @param produced the text to produce, from elsewhere; null for none
     * @throws dev.jformers.InvalidInputException if the row lacks text or label
     */
    void add(Row row, @Nullable String produced) {
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
