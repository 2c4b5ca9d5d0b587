package dev.jformers.training.metrics;

import java.util.List;

/** How often each class was taken for each other one. Immutable. */
public final class ConfusionMatrix {
    private final List<String> names;
    private final long[][] counts;

    /**
     * @param labels the true class of each example, from 0
     * @param predictions the predicted class of each example, from 0
     * @param names a name a class
     * @throws IllegalArgumentException if the lengths differ or a class has no name
     */
    public ConfusionMatrix(int[] labels, int[] predictions, List<String> names) {
        if (labels.length != predictions.length) {
            throw new IllegalArgumentException(
                    labels.length + " labels but " + predictions.length + " predictions; give one of each an example");
        }
        this.names = List.copyOf(names);
        counts = new long[names.size()][names.size()];
        for (int i = 0; i < labels.length; i++) {
            counts[named(labels[i], i)][named(predictions[i], i)]++;
        }
    }

    private int named(int label, int example) {
        if (label < 0 || label >= names.size()) {
            throw new IllegalArgumentException(
                    "example " + example + " has class " + label + " but there are names for " + names.size());
        }
        return label;
    }

    /** The classes' names, in the order of their numbers. */
    public List<String> names() {
        return names;
    }

    /** The number of classes. */
    public int size() {
        return names.size();
    }

    /** How many examples of class {@code actual} were taken for class {@code predicted}. */
    public long count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /** How many examples are of this class. */
    public long support(int actual) {
        long sum = 0;
        for (long count : counts[actual]) {
            sum += count;
        }
        return sum;
    }

    /** How many examples were taken for this class. */
    public long predicted(int predicted) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[predicted];
        }
        return sum;
    }

    /** How many examples were predicted rightly. */
    public long correct() {
        long sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += counts[c][c];
        }
        return sum;
    }

    /** The number of examples. */
    public long total() {
        long sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += support(c);
        }
        return sum;
    }
}
