package dev.jformers.tokenizer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces that Unigram begins with: all letters, and those parts of words that are followed by different letters, by how
 * often they occur in different words and how long they are. They are the inner nodes of the words' suffix tree, found as
 * runs of sorted suffixes. Not thread-safe.
 */
final class SeedPieces {

    private static final int LONGEST = 16;
    private static final int MOST = 1_000_000;
    private static final int LENGTH_BITS = 5;
    private static final int START_BITS = 27;

    private final LetterWords words;
    private final int[] suffixes;

    /** Score, first suffix and length in one number each, so that sorting the numbers sorts the parts. */
    private long[] parts = new long[1 << 10];

    private int size;

    SeedPieces(LetterWords words) {
        this.words = words;
        this.suffixes = SuffixSort.sort(words.letters(), LONGEST + 1);
    }

    /** Their scores are logarithms of their shares. */
    List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        addLetters(pieces);
        findParts();
        Arrays.sort(parts, 0, size);
        for (int i = size - 1; i >= 0 && pieces.size() < MOST; i--) {
            long score = parts[i] >>> (START_BITS + LENGTH_BITS);
            int first = (int) (parts[i] >>> LENGTH_BITS) & ((1 << START_BITS) - 1);
            int length = (int) parts[i] & ((1 << LENGTH_BITS) - 1);
            pieces.add(new Piece(new String(words.letters(), suffixes[first], length), score));
        }
        double logSum = Math.log(pieces.stream().mapToDouble(Piece::score).sum());
        return pieces.stream()
                .map(piece -> new Piece(piece.text(), Math.log(piece.score()) - logSum))
                .toList();
    }

    private void addLetters(List<Piece> pieces) {
        Map<Integer, Long> counts = new HashMap<>();
        for (int word = 0; word < words.size(); word++) {
            for (int i = words.starts()[word]; i < words.end(word); i++) {
                counts.merge(words.letters()[i], words.counts()[word], Long::sum);
            }
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey())
                        .reversed())
                .map(letter -> new Piece(Character.toString(letter.getKey()), letter.getValue()))
                .forEach(pieces::add);
    }

    /** Goes through the suffixes and keeps the beginnings that the last ones share, longest on top. */
    private void findParts() {
        int[] starts = new int[LONGEST + 3];
        int[] lengths = new int[LONGEST + 3];
        int open = 0;
        for (int i = 1; i <= suffixes.length; i++) {
            int shared = i < suffixes.length ? shared(suffixes[i - 1], suffixes[i]) : 0;
            int start = i - 1;
            while (open > 0 && lengths[open - 1] > shared) {
                open--;
                start = starts[open];
                add(start, lengths[open], i - start);
            }
            if (shared > 0 && (open == 0 || lengths[open - 1] < shared)) {
                starts[open] = start;
                lengths[open] = shared;
                open++;
            }
        }
    }

    private void add(int start, int length, int count) {
        if (length < 2 || length > LONGEST || words.letters()[suffixes[start] + length - 1] == 0) {
            return;
        }
        if (size == parts.length) {
            parts = Arrays.copyOf(parts, 2 * size);
        }
        parts[size++] = (((long) count * length) << START_BITS | start) << LENGTH_BITS | length;
    }

    /** Letters that two suffixes begin with alike, the 0 behind a word counted. */
    private int shared(int one, int other) {
        int[] letters = words.letters();
        int shared = 0;
        while (shared <= LONGEST && letters[one + shared] == letters[other + shared]) {
            shared++;
            if (letters[one + shared - 1] == 0) {
                return shared;
            }
        }
        return shared;
    }
}
