package dev.jformers.generation.constraint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How UTF-8 writes ranges of characters. */
final class Utf8 {

    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF};
    private static final int BITS = 6;

    private Utf8() {}

    /**
     * Bytes that follow each other.
     *
     * @param low the least, 0 to 255
     * @param high the greatest
     */
    record Bytes(int low, int high) {}

    /**
     * A range of characters as sequences of ranges of bytes. First bytes of two sequences, also of other ranges of the same set, are
     * either the same range or have none in common; so are second ones behind the same first ones, and so on.
     */
    static List<List<Bytes>> sequences(CodePoints.Range range) {
        List<List<Bytes>> found = new ArrayList<>();
        add(range.low(), range.high(), found);
        return found;
    }

    private static void add(int low, int high, List<List<Bytes>> found) {
        for (int last : LAST_OF_LENGTH) {
            if (low <= last && last < high) {
                add(low, last, found);
                add(last + 1, high, found);
                return;
            }
        }
        int length = Character.toString(high).getBytes(StandardCharsets.UTF_8).length;
        for (int place = 1; place < length; place++) {
            int mask = (1 << (BITS * place)) - 1;
            if ((low & ~mask) != (high & ~mask) && ((low & mask) != 0 || (high & mask) != mask)) {
                int border = (low & mask) != 0 ? low | mask : (high & ~mask) - 1;
                add(low, border, found);
                add(border + 1, high, found);
                return;
            }
        }
        found.add(pairs(low, high));
    }

    private static List<Bytes> pairs(int low, int high) {
        byte[] first = Character.toString(low).getBytes(StandardCharsets.UTF_8);
        byte[] last = Character.toString(high).getBytes(StandardCharsets.UTF_8);
        List<Bytes> pairs = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            pairs.add(new Bytes(first[i] & 0xFF, last[i] & 0xFF));
        }
        return pairs;
    }
}
