package dev.jformers.tokenizer.training;

import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.training.WordCounts.CountedWord;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The letters (code points) of words one after the other, with a 0 behind each word, and how often the words occur.
 *
 * @param letters of all words
 * @param starts where words begin; one more number than words, the last one the end
 * @param counts of the words
 */
record LetterWords(int[] letters, int[] starts, long[] counts) {

    private static final int MAX_LETTERS = 1 << 27;

    /** Words are broken at letters that are not in the alphabet. */
    static LetterWords of(List<CountedWord> words, Collection<Integer> alphabet) {
        Set<Integer> known = new HashSet<>(alphabet);
        IntList letters = new IntList();
        IntList starts = new IntList();
        long[] counts = new long[words.size()];
        for (CountedWord word : words) {
            boolean within = false;
            for (int i = 0; i < word.text().length(); ) {
                int letter = word.text().codePointAt(i);
                i += Character.charCount(letter);
                if (!known.contains(letter)) {
                    end(within, letters);
                    within = false;
                    continue;
                }
                if (!within) {
                    counts = fitting(counts, starts.size());
                    counts[starts.size()] = word.count();
                    starts.add(letters.size());
                    within = true;
                }
                letters.add(letter);
            }
            end(within, letters);
        }
        starts.add(letters.size());
        return new LetterWords(letters.toArray(), starts.toArray(), counts);
    }

    private static void end(boolean within, IntList letters) {
        if (within) {
            letters.add(0);
        }
        if (letters.size() > MAX_LETTERS) {
            throw new InvalidInputException("The different words of the texts have more than " + MAX_LETTERS
                    + " letters; take fewer texts, a sample is enough for a vocabulary.");
        }
    }

    private static long[] fitting(long[] counts, int size) {
        return size < counts.length ? counts : Arrays.copyOf(counts, 2 * size + 1);
    }

    int size() {
        return starts.length - 1;
    }

    /** Where a word ends: the place of the 0 behind it. */
    int end(int word) {
        return starts[word + 1] - 1;
    }
}
