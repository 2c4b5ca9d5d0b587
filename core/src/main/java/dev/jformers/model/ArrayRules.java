package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.jformers.InvalidInputException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the values of an input may be. */
final class ArrayRules {

    private ArrayRules() {}

    /**
     * @param limit what all ids are below
     * @param meaning of the limit, in words
     */
    static void checkIds(String name, NDArray array, long limit, String meaning) {
        checkWhole(name, array);
        long[] values = array.toLongArray();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= limit) {
                throw new InvalidInputException("%s%s is %d but must be from 0 to %d: %s %d."
                        .formatted(name, place(i, array), values[i], limit - 1, meaning, limit));
            }
        }
    }

    static void checkWhole(String name, NDArray array) {
        if (array.getDataType() != DataType.INT64) {
            throw new InvalidInputException(name + " is " + array.getDataType() + " but must be INT64.");
        }
    }

    /**
     * @param rule what 1 and 0 mean, in words
     */
    static void checkBits(String name, @Nullable NDArray mask, String rule) {
        if (mask == null) {
            return;
        }
        float[] values;
        try (NDArray floats = mask.toType(DataType.FLOAT32, true)) {
            values = floats.toFloatArray();
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0 && values[i] != 1) {
                throw new InvalidInputException(
                        "%s%s is %s but must be %s.".formatted(name, place(i, mask), values[i], rule));
            }
        }
    }

    /** A value's place on each axis, counted from 0, as in {@code [row, column]}. */
    private static String place(int index, NDArray array) {
        long[] sizes = array.getShape().getShape();
        long[] place = new long[sizes.length];
        long rest = index;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            place[axis] = rest % sizes[axis];
            rest /= sizes[axis];
        }
        return Arrays.toString(place);
    }
}
