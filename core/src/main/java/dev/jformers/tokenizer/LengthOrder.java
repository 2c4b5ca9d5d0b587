package dev.jformers.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts texts of similar length side by side, so that little is padded. Texts go by their places in the array of lengths. Immutable
 * and thread-safe.
 */
public final class LengthOrder {

    private final int[] lengths;

    /**
     * @param lengths tokens of each text
     */
    public LengthOrder(int[] lengths) {
        this.lengths = lengths.clone();
    }

    /** All texts, longest first. */
    public int[] all() {
        int[] places = IntStream.range(0, lengths.length).toArray();
        sort(places, 0, places.length);
        return places;
    }

    /**
     * Sorts part of an array of places, longest text first; texts of one length keep their order.
     *
     * @param to the place after the part
     */
    public void sort(int[] places, int from, int to) {
        long[] keys = new long[to - from];
        Arrays.setAll(keys, i -> (long) -lengths[places[from + i]] << Integer.SIZE | i);
        Arrays.sort(keys);
        int[] before = Arrays.copyOfRange(places, from, to);
        for (int i = 0; i < keys.length; i++) {
            places[from + i] = before[(int) keys[i]];
        }
    }

    /**
     * Cuts texts into batches, longest first, so that the longest text's length times the number of texts is within a budget.
     *
     * @param places the texts, in any order
     * @param maxTokens positions of a batch, padding included; a text longer than this is a batch of its own
     * @return each place once
     */
    public List<int[]> batches(int[] places, int maxTokens) {
        int[] sorted = places.clone();
        sort(sorted, 0, sorted.length);
        List<int[]> batches = new ArrayList<>();
        for (int from = 0, to; from < sorted.length; from = to) {
            int fitting = Math.max(1, maxTokens / Math.max(1, lengths[sorted[from]]));
            to = (int) Math.min(sorted.length, (long) from + fitting);
            batches.add(Arrays.copyOfRange(sorted, from, to));
        }
        return batches;
    }
}
