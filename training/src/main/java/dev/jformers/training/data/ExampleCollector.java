package dev.jformers.training.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes examples of rows; equal labels become one string, since millions of examples share a few. */
final class ExampleCollector implements RowSink {

    private final DataConfig config;
    private final EvenSample sample;
    private final Map<String, String> labels = new HashMap<>();

    ExampleCollector(DataConfig config) {
        this.config = config;
        this.sample = new EvenSample(config.maxSamples() == null ? Integer.MAX_VALUE : config.maxSamples());
    }

    @Override
    public void add(String text, @Nullable String label, long line) {
        require(text, "text", config.textColumn(), line);
        sample.add(new Example(text, label == null ? null : shared(label, line), line));
    }

    private String shared(String label, long line) {
        require(label, "label", String.valueOf(config.labelColumn()), line);
        return labels.computeIfAbsent(label.strip(), name -> name);
    }

    private void require(String value, String what, String column, long line) {
        if (value.isBlank()) {
            throw new Place(config.path(), line)
                    .error("the %s (%s) is empty; fill it in or remove the example."
                            .formatted(what, Place.quoted(column)));
        }
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
