package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;
import java.util.Arrays;

/** What a prefix must be: a part of its row, in a stack that hides what comes later. */
record PrefixRules(String name, TokenInput input, StackConfig stack) {

    void check() {
        NDArray prefix = input.prefix();
        if (prefix == null) {
            return;
        }
        if (stack.layers().stream()
                .noneMatch(layer -> layer.attention().pattern().hidesLater())) {
            throw new InvalidInputException(
                    name + " is there but these tokens see all others anyway; leave it out, or use a causal decoder.");
        }
        Shape rows = new Shape(input.ids().getShape().get(0));
        if (!prefix.getShape().equals(rows)) {
            throw new InvalidInputException(
                    "%s has shape %s but must have %s: [batch].".formatted(name, prefix.getShape(), rows));
        }
        ArrayRules.checkWhole(name, prefix);
        checkLengths(prefix.toLongArray());
    }

    private void checkLengths(long[] lengths) {
        long[] tokens = tokens(lengths.length);
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0 || lengths[row] > tokens[row]) {
                throw new InvalidInputException(
                        "%s[%d] is %d but must be from 0 to %d: the row has %d tokens, padding not counted."
                                .formatted(name, row, lengths[row], tokens[row], tokens[row]));
            }
        }
    }

    /** How many there are in each row. */
    private long[] tokens(int rows) {
        long[] counts = new long[rows];
        if (input.mask() == null) {
            Arrays.fill(counts, input.length());
            return counts;
        }
        try (NDArray whole = input.mask().toType(DataType.INT64, true)) {
            long[] bits = whole.toLongArray();
            for (int i = 0; i < bits.length; i++) {
                counts[i / Math.toIntExact(input.length())] += bits[i];
            }
        }
        return counts;
    }
}
