package dev.jformers.serving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Puts texts of similar length side by side, so that little is padded. */
final class LengthOrder {

    private LengthOrder() {}

    /**
     * @param lengths tokens of each text
     * @param maxTokens positions of a batch, padding included; a text longer than this goes alone
     * @return batches of places in {@code lengths}, shortest texts first; each place once
     */
    static List<List<Integer>> batches(int[] lengths, int maxTokens) {
        List<Integer> order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(place -> lengths[place]))
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= order.size(); end++) {
            boolean last = end == order.size();
            if (last || (long) (end + 1 - start) * lengths[order.get(end)] > maxTokens) {
                batches.add(order.subList(start, end));
                start = end;
            }
        }
        return batches;
    }
}
