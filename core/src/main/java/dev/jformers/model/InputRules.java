package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;
import dev.jformers.position.AbsolutePosition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What native code takes on trust and Java must not: shapes that fit each other, ids that are rows of their tables. */
record InputRules(TransformerConfig config) {

    private static final String IDS = "input_ids";
    private static final String TYPES = "token_type_ids";
    private static final String MASK = "attention_mask";
    private static final String POSITIONS = "position_ids";
    private static final String PERMUTATION = "perm_mask";
    private static final String DECODER = "decoder_";

    void check(ModelInput input) {
        check(input.tokens(), config.stacks().first(), "");
        if (!(config.stacks() instanceof Stacks.EncoderDecoder stacks)) {
            return;
        }
        if (input.decoderTokens() != null) {
            check(input.decoderTokens(), stacks.decoder(), DECODER);
        } else if (stacks.ofInput() == null) {
            throw new InvalidInputException(DECODER + IDS + " is missing but must be there for an encoder-decoder.");
        }
    }

    private void check(TokenInput input, StackConfig stack, String prefix) {
        Shape shape = input.ids().getShape();
        if (shape.dimension() != 2 || shape.size() == 0) {
            throw new InvalidInputException(
                    prefix + IDS + " has shape " + shape + " but must have [batch, seq], both at least 1.");
        }
        checkLength(prefix + IDS, shape.get(1), stack);
        checkShape(prefix + TYPES, input.tokenTypes(), shape);
        checkShape(prefix + MASK, input.mask(), shape);
        checkShape(prefix + POSITIONS, input.positions(), shape);
        long vocabulary = prefix.isEmpty() ? config.vocabularySize() : config.outputVocabularySize();
        checkIds(prefix + IDS, input.ids(), vocabulary, "the vocabulary has");
        checkTypes(input.tokenTypes(), stack);
        checkBits(prefix + MASK, input.mask(), "1 (token) or 0 (padding)");
        checkPermutation(input, stack);
    }

    private static void checkPermutation(TokenInput input, StackConfig stack) {
        Permutation permutation = input.permutation();
        if (permutation == null) {
            return;
        }
        Shape ids = input.ids().getShape();
        Shape square = new Shape(ids.get(0), ids.get(1), ids.get(1));
        if (!permutation.hides().getShape().equals(square)) {
            throw new InvalidInputException("%s has shape %s but must have %s: [batch, seq, seq]."
                    .formatted(PERMUTATION, permutation.hides().getShape(), square));
        }
        checkBits(PERMUTATION, permutation.hides(), "1 (hidden) or 0 (seen)");
        NDArray targets = permutation.targets();
        if (targets == null) {
            return;
        }
        if (!stack.embedding().targetVector()) {
            throw new InvalidInputException("there are targets but the model has no vector for them; leave them out.");
        }
        Shape shape = targets.getShape();
        if (shape.dimension() != 2 || shape.get(0) != ids.get(0) || shape.size() == 0) {
            throw new InvalidInputException("the targets have shape " + shape + " but must have [" + ids.get(0)
                    + ", targets], with as many rows as input_ids and at least one target.");
        }
        checkIds("targets", targets, ids.get(1), "the length of a row is");
    }

    private static void checkLength(String name, long length, StackConfig stack) {
        AbsolutePosition position = stack.embedding().position();
        if (position != null && length > position.maxPositions()) {
            throw new InvalidInputException("%s has %d tokens a row but the model knows %d positions; shorten the rows."
                    .formatted(name, length, position.maxPositions()));
        }
    }

    private static void checkShape(String name, @Nullable NDArray array, Shape shape) {
        if (array != null && !array.getShape().equals(shape)) {
            throw new InvalidInputException(
                    "%s has shape %s but must have %s, that of %s.".formatted(name, array.getShape(), shape, IDS));
        }
    }

    private static void checkTypes(@Nullable NDArray types, StackConfig stack) {
        long count = stack.embedding().segmentTypes();
        if (types != null && count > 0) {
            checkIds(TYPES, types, count, "the number of segment types is");
        }
    }

    private static void checkIds(String name, NDArray array, long limit, String meaning) {
        if (array.getDataType() != DataType.INT64) {
            throw new InvalidInputException(name + " is " + array.getDataType() + " but must be INT64.");
        }
        long[] values = array.toLongArray();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= limit) {
                throw new InvalidInputException("%s%s is %d but must be from 0 to %d: %s %d."
                        .formatted(name, place(i, array), values[i], limit - 1, meaning, limit));
            }
        }
    }

    private static void checkBits(String name, @Nullable NDArray mask, String rule) {
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
