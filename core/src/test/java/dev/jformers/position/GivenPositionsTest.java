package dev.jformers.position;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Torch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What positions change that are given and not counted; expectations are what Hugging Face transformers does. */
class GivenPositionsTest {

    private static final long[] GIVEN = {2, 3, 30};

    @Test
    void scalingsThatDependOnTheLengthSeeTheLargestPosition() {
        Rotary rotary = new Rotary(4, 100, new DynamicNtk(3, 8), Rotary.Layout.HALVES);
        double base = 100 * Math.pow(3.0 * 31 / 8 - 2, 2);
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            PositionSignal signal = block(rotary, manager).signal(pass(manager), tokens(manager, GIVEN));
            float[] heads = {0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
            float turned =
                    signal.rotate(manager.create(heads, new Shape(1, 1, 3, 4))).getFloat(0, 0, 2, 1);
            assertEquals(Math.cos(30 / Math.sqrt(base)), turned, 1e-6);
        }
    }

    @Test
    void withoutThemTheLengthIsThatOfTheSequence() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            assertEquals(3, tokens(manager, null).length());
            assertEquals(31, tokens(manager, GIVEN).length());
        }
    }

    @Test
    void bucketsOfDistancesAreThoseOfPlaces() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            RelativePositionBlock block = block(new RelativeBias(8, 9, true, 1), manager);
            assertArrayEquals(
                    bias(block, tokens(manager, null), manager), bias(block, tokens(manager, GIVEN), manager));
        }
    }

    private static float[] bias(RelativePositionBlock block, Tokens tokens, NDManager manager) {
        return Objects.requireNonNull(block.signal(pass(manager), tokens).bias())
                .toFloatArray();
    }

    private static RelativePositionBlock block(RelativePosition config, NDManager manager) {
        RelativePositionBlock block = config.newBlock(2);
        block.initialize(manager, DataType.FLOAT32, new Shape(1));
        return block;
    }

    private static Pass pass(NDManager manager) {
        return new Pass(new ParameterStore(manager, false), Device.cpu(), false);
    }

    private static Tokens tokens(NDManager manager, long @Nullable [] positions) {
        NDArray ids = manager.zeros(new Shape(1, 3), DataType.INT64);
        return new Tokens(
                ids, null, positions == null ? null : manager.create(positions).expandDims(0), null, null, true, 0);
    }
}
