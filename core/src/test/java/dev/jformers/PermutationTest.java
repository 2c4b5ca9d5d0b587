package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.model.ModelInput;
import dev.jformers.model.Permutation;
import dev.jformers.model.TokenInput;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are predicted in an order of their own. */
class PermutationTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    private final NDManager manager = NDManager.newBaseManager();
    private PretrainedModel model;

    @BeforeEach
    void load() throws IOException {
        model = PretrainedModel.load(FIXTURES.resolve("xlnet"), Device.cpu());
    }

    @AfterEach
    void close() {
        model.close();
        manager.close();
    }

    @Test
    void aTargetKnowsWhatComesBeforeItInTheOrderAndNothingElse() {
        // order of prediction: 2, 0, 3, 1
        NDArray hides = manager.create(new long[] {1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1}, new Shape(1, 4, 4));
        NDArray first = logits(hides, new long[] {7, 8, 9, 10}, 3);
        assertEquals(0, distance(first, logits(hides, new long[] {7, 30, 9, 10}, 3)));
        assertEquals(0, distance(first, logits(hides, new long[] {7, 8, 9, 30}, 3)));
        assertTrue(distance(first, logits(hides, new long[] {30, 8, 9, 10}, 3)) > 1e-3);
        assertTrue(distance(first, logits(hides, new long[] {7, 8, 30, 10}, 3)) > 1e-3);
    }

    @Test
    void theOrderOfTheTextIsACausalMask() {
        NDArray hides = manager.create(new long[] {0, 1, 1, 0, 0, 1, 0, 0, 0}, new Shape(1, 3, 3));
        NDArray before = run(hides, new long[] {7, 8, 9}, null);
        NDArray after = run(hides, new long[] {7, 8, 30}, null);
        assertEquals(0, distance(before.get(new NDIndex(":, :2")), after.get(new NDIndex(":, :2"))));
        assertTrue(distance(before, after) > 1e-3);
    }

    @Test
    void aPlaceOutsideTheRowIsNamed() {
        assertProblem(
                input(manager.zeros(new Shape(1, 2, 2)), new long[] {7, 8}, 2),
                "targets[0, 0] is 2 but must be from 0 to 1: the length of a row is 2.");
    }

    @Test
    void aPermutationHasARowAndAColumnForEachToken() {
        assertProblem(
                input(manager.zeros(new Shape(1, 2, 3)), new long[] {7, 8}, null),
                "perm_mask has shape (1, 2, 3) but must have (1, 2, 2): [batch, seq, seq].");
    }

    @Test
    void aPermutationIsOnesAndZeros() {
        assertProblem(
                input(manager.create(new long[] {0, 0, 2, 0}, new Shape(1, 2, 2)), new long[] {7, 8}, null),
                "perm_mask[0, 1, 0] is 2.0 but must be 1 (hidden) or 0 (seen).");
    }

    @Test
    void otherModelsHaveNoVectorForTargets() throws IOException {
        try (PretrainedModel other = PretrainedModel.load(FIXTURES.resolve("deberta-v2"), Device.cpu())) {
            ModelInput input = input(manager.zeros(new Shape(1, 2, 2)), new long[] {7, 8}, 1);
            InvalidInputException problem = assertThrows(
                    InvalidInputException.class,
                    () -> input.check(other.description().transformer()));
            assertEquals(
                    "there are targets but the model has no vector for them; leave them out.", problem.getMessage());
        }
    }

    private void assertProblem(ModelInput input, String message) {
        InvalidInputException problem = assertThrows(
                InvalidInputException.class,
                () -> input.check(model.description().transformer()));
        assertEquals(message, problem.getMessage());
    }

    private NDArray logits(NDArray hides, long[] ids, long target) {
        return run(hides, ids, target);
    }

    private NDArray run(NDArray hides, long[] ids, @Nullable Long target) {
        ModelInput input = input(hides, ids, target);
        input.check(model.description().transformer());
        return model.run(input, null).singletonOrThrow();
    }

    private ModelInput input(NDArray hides, long[] ids, @Nullable Number target) {
        NDArray targets = target == null ? null : manager.create(new long[] {target.longValue()}, new Shape(1, 1));
        TokenInput tokens = new TokenInput(manager.create(ids, new Shape(1, ids.length)), null, null);
        return new ModelInput(tokens.withPermutation(new Permutation(hides.toType(DataType.FLOAT32, true), targets)));
    }

    private static float distance(NDArray one, NDArray other) {
        return one.sub(other).abs().max().getFloat();
    }
}
