package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthOrderTest {

    @Test
    void batchesStayWithinTheBudgetPaddingIncluded() {
        assertEquals(List.of(List.of(2), List.of(0, 1), List.of(3)), batches(8, 4, 3, 9, 2));
    }

    @Test
    void aTextBeyondTheBudgetGoesAlone() {
        assertEquals(List.of(List.of(2), List.of(0), List.of(1, 3)), batches(4, 5, 2, 6, 1));
    }

    @Test
    void oneBatchTakesAllThatFitInTheOrderGiven() {
        assertEquals(List.of(List.of(0, 1, 2)), batches(12, 4, 4, 4));
    }

    @Test
    void noTextsMakeNoBatches() {
        assertEquals(List.of(), batches(4));
    }

    @Test
    void someTextsAreCutWithoutTheOthers() {
        List<int[]> batches = new LengthOrder(new int[] {5, 1, 3, 9}).batches(new int[] {1, 3}, 100);
        assertEquals(1, batches.size());
        assertArrayEquals(new int[] {3, 1}, batches.get(0));
    }

    @Test
    void allTextsAreSortedLongestFirst() {
        assertArrayEquals(new int[] {3, 0, 2, 1}, new LengthOrder(new int[] {5, 1, 5, 9}).all());
    }

    @Test
    void partOfAnArrayIsSorted() {
        int[] places = {0, 1, 2, 3};
        new LengthOrder(new int[] {1, 2, 3, 4}).sort(places, 1, 3);
        assertArrayEquals(new int[] {0, 2, 1, 3}, places);
    }

    private static List<List<Integer>> batches(int maxTokens, int... lengths) {
        LengthOrder order = new LengthOrder(lengths);
        return order.batches(order.all(), maxTokens).stream()
                .map(batch -> Arrays.stream(batch).boxed().toList())
                .toList();
    }
}
