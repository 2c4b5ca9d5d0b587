package dev.jformers.tokenizer.training;

import java.util.Arrays;

/** A growing list of numbers. Not thread-safe. */
final class IntList {

    private int[] values = new int[4];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** Adds a number unless it is the last one already. */
    void addOnce(int value) {
        if (size == 0 || values[size - 1] != value) {
            add(value);
        }
    }

    int get(int index) {
        return values[index];
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    int size() {
        return size;
    }
}
