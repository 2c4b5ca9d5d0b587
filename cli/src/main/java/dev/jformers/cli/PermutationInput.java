package dev.jformers.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;
import dev.jformers.model.Permutation;
import org.jspecify.annotations.Nullable;

/**
 * An order of prediction as Hugging Face's XLNet takes it.
 *
 * @param hides {@code [batch, seq, seq]}, 1 where a token must not look at another; null hides nothing
 * @param mapping {@code [batch, targets, seq]}, a 1 at the place of each token to be predicted, else 0; null predicts none
 */
record PermutationInput(@Nullable NDArray hides, @Nullable NDArray mapping) {

    static final String HIDES = "perm_mask";
    static final String MAPPING = "target_mapping";

    /**
     * @param ids INT64 {@code [batch, seq]}
     * @return arrays that the manager owns; null where there is no order
     */
    @Nullable
    Permutation read(NDArray ids, NDManager manager) {
        if (hides == null && mapping == null) {
            return null;
        }
        Shape square = ids.getShape().addAll(new Shape(ids.getShape().get(1)));
        return new Permutation(
                hides == null ? manager.zeros(square) : hides, mapping == null ? null : targets(mapping, ids));
    }

    /** INT64 {@code [batch, targets]}. */
    private static NDArray targets(NDArray mapping, NDArray ids) {
        Shape shape = mapping.getShape();
        long seq = ids.getShape().get(1);
        if (shape.get(0) != ids.getShape().get(0) || shape.get(2) != seq) {
            throw new InvalidInputException("%s has shape %s but must have (%d, targets, %d): [batch, targets, seq]."
                    .formatted(MAPPING, shape, ids.getShape().get(0), seq));
        }
        checkOnes(mapping.toType(DataType.FLOAT32, false).toFloatArray(), shape);
        return mapping.toType(DataType.FLOAT32, false).argMax(2);
    }

    private static void checkOnes(float[] values, Shape shape) {
        int seq = Math.toIntExact(shape.get(2));
        for (int row = 0; row < values.length / seq; row++) {
            int ones = 0;
            for (int i = 0; i < seq; i++) {
                float value = values[row * seq + i];
                ones += value == 1 ? 1 : value == 0 ? 0 : 2;
            }
            if (ones != 1) {
                throw new InvalidInputException(
                        "%s[%d, %d] must have a 1 at the token to be predicted and 0 elsewhere, and has not."
                                .formatted(MAPPING, row / shape.get(1), row % shape.get(1)));
            }
        }
    }
}
