package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;
import dev.jformers.position.AbsolutePosition;
import org.jspecify.annotations.Nullable;

/** What native code takes on trust and Java must not: shapes that fit each other, ids that are rows of their tables. */
record InputRules(TransformerConfig config) {

    private static final String IDS = "input_ids";
    private static final String TYPES = "token_type_ids";
    private static final String MASK = "attention_mask";
    private static final String POSITIONS = "position_ids";
    private static final String PREFIX = "prefix_lengths";
    private static final String DECODER = "decoder_";

    /** What the first stack reads. */
    void check(TokenInput tokens) {
        check(tokens, config.stacks().first(), "");
    }

    void check(ModelInput input) {
        check(input.tokens());
        if (!(config.stacks() instanceof Stacks.EncoderDecoder stacks)) {
            return;
        }
        if (input.decoderTokens() != null) {
            check(input.decoderTokens(), stacks.decoder(), DECODER);
        } else if (stacks.ofInput() == null) {
            throw new InvalidInputException(DECODER + IDS + " is missing but must be there for an encoder-decoder.");
        }
    }

    private void check(TokenInput input, StackConfig stack, String side) {
        Shape shape = input.ids().getShape();
        if (shape.dimension() != 2 || shape.size() == 0) {
            throw new InvalidInputException(
                    side + IDS + " has shape " + shape + " but must have [batch, seq], both at least 1.");
        }
        checkLength(side + IDS, shape.get(1), stack);
        checkShape(side + TYPES, input.tokenTypes(), shape);
        checkShape(side + MASK, input.mask(), shape);
        checkShape(side + POSITIONS, input.positions(), shape);
        long vocabulary = side.isEmpty() ? config.vocabularySize() : config.outputVocabularySize();
        ArrayRules.checkIds(side + IDS, input.ids(), vocabulary, "the vocabulary has");
        checkTypes(input.tokenTypes(), stack);
        checkPositions(side + POSITIONS, input.positions(), stack);
        ArrayRules.checkBits(side + MASK, input.mask(), "1 (token) or 0 (padding)");
        new PrefixRules(side + PREFIX, input, stack).check();
        new PermutationRules(input, stack).check();
    }

    private static void checkLength(String name, long length, StackConfig stack) {
        AbsolutePosition position = stack.embedding().position();
        if (position != null && length > position.maxPositions()) {
            throw new InvalidInputException("%s has %d tokens a row but the model knows %d positions; shorten the rows."
                    .formatted(name, length, position.maxPositions()));
        }
    }

    private static void checkPositions(String name, @Nullable NDArray positions, StackConfig stack) {
        if (positions != null) {
            AbsolutePosition position = stack.embedding().position();
            long limit = position == null ? Integer.MAX_VALUE : position.maxPositions();
            ArrayRules.checkIds(name, positions, limit, "the number of positions is");
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
            ArrayRules.checkIds(TYPES, types, count, "the number of segment types is");
        }
    }
}
