package dev.jformers.tokenizer.training;

/** Sorts the suffixes of words by their first letters: quicksort by one letter at a time, in three parts. */
final class SuffixSort {

    private final int[] letters;
    private final int[] suffixes;
    private final int depth;

    private SuffixSort(int[] letters, int[] suffixes, int depth) {
        this.letters = letters;
        this.suffixes = suffixes;
        this.depth = depth;
    }

    /**
     * @param letters of words, each with a 0 behind it; a suffix ends there
     * @param depth how many letters are looked at
     * @return where the suffixes begin, in their order
     */
    static int[] sort(int[] letters, int depth) {
        IntList suffixes = new IntList();
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] != 0) {
                suffixes.add(i);
            }
        }
        SuffixSort sort = new SuffixSort(letters, suffixes.toArray(), depth);
        sort.sort(0, suffixes.size(), 0);
        return sort.suffixes;
    }

    private void sort(int from, int to, int at) {
        int low = from;
        int high = to;
        while (high - low > 1) {
            int pivot = pivot(low, high, at);
            int less = low;
            int greater = high;
            for (int i = low; i < greater; ) {
                int letter = letters[suffixes[i] + at];
                if (letter < pivot) {
                    swap(less++, i++);
                } else if (letter > pivot) {
                    swap(--greater, i);
                } else {
                    i++;
                }
            }
            if (pivot != 0 && at + 1 < depth) {
                sort(less, greater, at + 1);
            }
            if (less - low < high - greater) {
                sort(low, less, at);
                low = greater;
            } else {
                sort(greater, high, at);
                high = less;
            }
        }
    }

    private int pivot(int from, int to, int at) {
        int first = letters[suffixes[from] + at];
        int middle = letters[suffixes[(from + to) >>> 1] + at];
        int last = letters[suffixes[to - 1] + at];
        return Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last));
    }

    private void swap(int one, int other) {
        int suffix = suffixes[one];
        suffixes[one] = suffixes[other];
        suffixes[other] = suffix;
    }
}
