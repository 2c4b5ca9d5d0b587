package dev.jformers.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShiftRightTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @Test
    void everyTokenMovesOnePlaceBehindTheStart() {
        NDArray labels = manager.create(new long[][] {{5, 6, 7, 2}, {8, 2, -100, -100}});
        NDArray shifted = new ShiftRight.FromStart(3, 1).of(labels);
        assertEquals(DataType.INT64, shifted.getDataType());
        assertEquals(labels.getShape(), shifted.getShape());
        assertArrayEquals(new long[] {3, 5, 6, 7, 3, 8, 2, 1}, shifted.toLongArray());
    }

    @Test
    void theLastTokenThatIsNotPaddingMovesToTheFront() {
        NDArray labels = manager.create(new long[][] {{5, 6, 2, 40}, {8, 41, 1, -100}});
        NDArray shifted = new ShiftRight.FromLast(1).of(labels);
        assertArrayEquals(new long[] {40, 5, 6, 2, 41, 8, 41, 1}, shifted.toLongArray());
    }

    @Test
    void aSingleTokenLeavesTheStartAlone() {
        NDArray labels = manager.create(new long[][] {{5}, {-100}});
        assertArrayEquals(
                new long[] {3, 3}, new ShiftRight.FromStart(3, 1).of(labels).toLongArray());
        assertArrayEquals(
                new long[] {5, 1}, new ShiftRight.FromLast(1).of(labels).toLongArray());
    }
}
