package dev.jformers.position;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Torch;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToeplitzBiasTest {

    private static final int HEADS = 3;
    private static final int FAR = 2;

    @ParameterizedTest
    @CsvSource({"5, 0", "1, 4", "2, 3", "1, 0"})
    void itIsTheTablesRowOfTheClippedDistance(int read, int past) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            RelativePositionBlock block = new ToeplitzBias(FAR).newBlock(HEADS);
            block.initialize(manager, DataType.FLOAT32, new Shape(1));
            float[] table = block.getParameters().get(0).getValue().getArray().toFloatArray();
            assertEquals((2 * FAR + 1) * HEADS, table.length);
            NDArray ids = manager.zeros(new Shape(2, read), DataType.INT64);
            Pass pass = new Pass(new ParameterStore(manager, false), Device.cpu(), false);
            PositionSignal signal = block.signal(pass, new Tokens(ids, null, null, null, null, true, past));
            NDArray bias = Objects.requireNonNull(signal.bias());
            assertEquals(new Shape(1, HEADS, read, past + read), bias.getShape());
            for (int head = 0; head < HEADS; head++) {
                for (int query = 0; query < read; query++) {
                    for (int key = 0; key < past + read; key++) {
                        int distance = Math.max(-FAR, Math.min(FAR, key - (past + query)));
                        assertEquals(table[(distance + FAR) * HEADS + head], bias.getFloat(0, head, query, key));
                    }
                }
            }
        }
    }

    @Test
    void aDistanceIsAtLeastOne() {
        assertThrows(IllegalArgumentException.class, () -> new ToeplitzBias(0));
    }
}
