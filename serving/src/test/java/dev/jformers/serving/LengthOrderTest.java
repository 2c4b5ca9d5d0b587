package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LengthOrderTest {

    @Test
    void batchesStayWithinTheBudgetPaddingIncluded() {
        assertEquals(List.of(List.of(3, 1), List.of(0), List.of(2)), LengthOrder.batches(new int[] {4, 3, 9, 2}, 8));
    }

    @Test
    void aTextBeyondTheBudgetGoesAlone() {
        assertEquals(List.of(List.of(1), List.of(0), List.of(2)), LengthOrder.batches(new int[] {5, 2, 6}, 4));
    }

    @Test
    void oneBatchTakesAllThatFit() {
        assertEquals(List.of(List.of(0, 1, 2)), LengthOrder.batches(new int[] {4, 4, 4}, 12));
    }

    @Test
    void noTextsMakeNoBatches() {
        assertEquals(List.of(), LengthOrder.batches(new int[] {}, 4));
    }
}
