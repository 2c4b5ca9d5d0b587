package dev.jformers.tokenizer.training;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How often each word occurs. A word that is known already is counted without a copy of it. Not thread-safe. */
final class WordCounts implements WordSink {

    private static final int FIRST_CAPACITY = 1 << 12;

    /** By hash, the next free place after a collision; at most half of the places are taken. */
    private @Nullable String[] words;

    private long[] counts;
    private int size;

    WordCounts() {
        this(FIRST_CAPACITY);
    }

    /**
     * @param capacity a power of two
     */
    private WordCounts(int capacity) {
        words = new @Nullable String[capacity];
        counts = new long[capacity];
    }

    /** Counts of parts of a text, as those of the whole. */
    static WordCounts sum(Collection<WordCounts> parts) {
        int words = parts.stream().mapToInt(part -> part.size).sum();
        // Roomy from the start: places follow hashes, and one table poured into a smaller one fills that at one end.
        WordCounts sum = new WordCounts(Math.max(FIRST_CAPACITY, Integer.highestOneBit(Math.max(1, words)) << 2));
        parts.forEach(sum::addAll);
        return sum;
    }

    /** A word and how often it occurs. */
    record CountedWord(String text, long count) {}

    @Override
    public void word(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        int place = place(hash);
        String found = words[place];
        while (found != null && !isEqual(found, text, from, to)) {
            place = (place + 1) & (words.length - 1);
            found = words[place];
        }
        if (found == null) {
            words[place] = new String(text, from, to - from);
            counts[place] = 1;
            growIfFull();
        } else {
            counts[place]++;
        }
    }

    private static boolean isEqual(String word, char[] text, int from, int to) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (word.charAt(i - from) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private void addAll(WordCounts other) {
        for (int i = 0; i < other.words.length; i++) {
            String word = other.words[i];
            if (word != null) {
                add(word, other.counts[i]);
            }
        }
    }

    private void add(String word, long count) {
        int place = place(word.hashCode());
        String found = words[place];
        while (found != null && !found.equals(word)) {
            place = (place + 1) & (words.length - 1);
            found = words[place];
        }
        counts[place] += count;
        if (found == null) {
            words[place] = word;
            growIfFull();
        }
    }

    /** Whether no word was counted. */
    boolean isEmpty() {
        return size == 0;
    }

    /** The words in the order of their texts, which does not depend on the order of counting. */
    List<CountedWord> sorted() {
        return IntStream.range(0, words.length)
                .filter(place -> words[place] != null)
                .mapToObj(place -> new CountedWord(String.valueOf(words[place]), counts[place]))
                .sorted(Comparator.comparing(CountedWord::text))
                .toList();
    }

    private int place(int hash) {
        return (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(words.length) + 1);
    }

    private void growIfFull() {
        size++;
        if (2 * size <= words.length) {
            return;
        }
        @Nullable String[] oldWords = words;
        long[] oldCounts = counts;
        words = new @Nullable String[2 * oldWords.length];
        counts = new long[2 * oldCounts.length];
        size = 0;
        for (int i = 0; i < oldWords.length; i++) {
            String word = oldWords[i];
            if (word != null) {
                add(word, oldCounts[i]);
            }
        }
    }
}
