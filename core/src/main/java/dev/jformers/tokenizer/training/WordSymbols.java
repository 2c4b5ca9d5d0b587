package dev.jformers.tokenizer.training;

import java.util.Arrays;

/** The tokens of each word, which become fewer, one word behind the other. Not thread-safe. */
final class WordSymbols {

    private final int[] starts;
    private final int[] lengths;
    private final long[] counts;
    private int[] symbols = new int[1 << 10];
    private int words;
    private int end;

    WordSymbols(int words) {
        starts = new int[words];
        lengths = new int[words];
        counts = new long[words];
    }

    void add(int[] word, long count) {
        if (end + word.length > symbols.length) {
            symbols = Arrays.copyOf(symbols, Math.max(2 * symbols.length, end + word.length));
        }
        System.arraycopy(word, 0, symbols, end, word.length);
        starts[words] = end;
        lengths[words] = word.length;
        counts[words] = count;
        end += word.length;
        words++;
    }

    void addPairs(PairTable pairs) {
        for (int word = 0; word < words; word++) {
            for (int i = starts[word]; i < starts[word] + lengths[word] - 1; i++) {
                pairs.add(PairTable.pair(symbols[i], symbols[i + 1]), counts[word], word);
            }
        }
    }

    /** Puts a token in the place of a pair wherever a word has it, and tells which pairs that made and ended. */
    void merge(int word, long pair, int merged, PairTable pairs) {
        int left = PairTable.left(pair);
        int right = PairTable.right(pair);
        long count = counts[word];
        int last = starts[word] + lengths[word] - 1;
        int to = starts[word];
        for (int from = to; from <= last; from++, to++) {
            if (symbols[from] != left || from == last || symbols[from + 1] != right) {
                symbols[to] = symbols[from];
                continue;
            }
            if (to > starts[word]) {
                pairs.remove(PairTable.pair(symbols[to - 1], left), count);
                pairs.add(PairTable.pair(symbols[to - 1], merged), count, word);
            }
            from++;
            if (from < last) {
                pairs.remove(PairTable.pair(right, symbols[from + 1]), count);
                pairs.add(PairTable.pair(merged, symbols[from + 1]), count, word);
            }
            symbols[to] = merged;
        }
        lengths[word] = to - starts[word];
    }
}
