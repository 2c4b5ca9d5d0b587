package dev.jformers.tokenizer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often each pair of neighbouring tokens occurs, and in which words it is new. Not thread-safe. */
final class PairTable {

    private static final long FREE = -1;

    private long[] pairs = new long[1 << 12];
    private long[] counts = new long[1 << 12];
    private @Nullable IntList[] newIn = new @Nullable IntList[1 << 12];
    private final List<Long> touched = new ArrayList<>();
    private int size;

    PairTable() {
        Arrays.fill(pairs, FREE);
    }

    /** A pair that became more frequent, and the words in which it did. */
    record NewPair(long pair, long count, IntList words) {}

    static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    static int left(long pair) {
        return (int) (pair >>> 32);
    }

    static int right(long pair) {
        return (int) pair;
    }

    long count(long pair) {
        return counts[place(pair)];
    }

    /** A word has a pair that it had not. */
    void add(long pair, long count, int word) {
        int place = taken(pair);
        counts[place] += count;
        IntList words = newIn[place];
        if (words == null) {
            words = new IntList();
            newIn[place] = words;
            touched.add(pair);
        }
        words.addOnce(word);
    }

    /** A word has a pair no longer. */
    void remove(long pair, long count) {
        counts[taken(pair)] -= count;
    }

    /** The pairs that were added since the last call and occur. */
    List<NewPair> takeNew() {
        List<NewPair> taken = new ArrayList<>(touched.size());
        for (long pair : touched) {
            int place = place(pair);
            IntList words = newIn[place];
            newIn[place] = null;
            if (words != null && counts[place] > 0) {
                taken.add(new NewPair(pair, counts[place], words));
            }
        }
        touched.clear();
        return taken;
    }

    private int taken(long pair) {
        int place = place(pair);
        if (pairs[place] == FREE) {
            pairs[place] = pair;
            size++;
            if (2 * size > pairs.length) {
                grow();
                place = place(pair);
            }
        }
        return place;
    }

    /** Where a pair is, or may be put. */
    private int place(long pair) {
        int mask = pairs.length - 1;
        int place = (int) ((pair * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (pairs[place] != pair && pairs[place] != FREE) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldPairs = pairs;
        long[] oldCounts = counts;
        @Nullable IntList[] oldNewIn = newIn;
        pairs = new long[2 * oldPairs.length];
        counts = new long[pairs.length];
        newIn = new @Nullable IntList[pairs.length];
        Arrays.fill(pairs, FREE);
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldPairs[i] != FREE) {
                int place = place(oldPairs[i]);
                pairs[place] = oldPairs[i];
                counts[place] = oldCounts[i];
                newIn[place] = oldNewIn[i];
            }
        }
    }
}
