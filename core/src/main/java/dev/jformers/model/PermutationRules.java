package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;

/** What an order of prediction must be: a square for each row, and targets that are tokens of the row. */
record PermutationRules(TokenInput input, StackConfig stack) {

    private static final String HIDES = "perm_mask";

    void check() {
        Permutation permutation = input.permutation();
        if (permutation == null) {
            return;
        }
        checkHides(permutation.hides());
        if (permutation.targets() != null) {
            checkTargets(permutation.targets());
        }
    }

    private void checkHides(NDArray hides) {
        Shape square = input.ids().getShape().addAll(new Shape(input.length()));
        if (!hides.getShape().equals(square)) {
            throw new InvalidInputException(
                    "%s has shape %s but must have %s: [batch, seq, seq].".formatted(HIDES, hides.getShape(), square));
        }
        ArrayRules.checkBits(HIDES, hides, "1 (hidden) or 0 (seen)");
    }

    private void checkTargets(NDArray targets) {
        if (!stack.embedding().targetVector()) {
            throw new InvalidInputException("there are targets but the model has no vector for them; leave them out.");
        }
        Shape shape = targets.getShape();
        long rows = input.ids().getShape().get(0);
        if (shape.dimension() != 2 || shape.get(0) != rows || shape.size() == 0) {
            throw new InvalidInputException("the targets have shape " + shape + " but must have [" + rows
                    + ", targets], with as many rows as input_ids and at least one target.");
        }
        ArrayRules.checkIds("targets", targets, input.length(), "the length of a row is");
    }
}
