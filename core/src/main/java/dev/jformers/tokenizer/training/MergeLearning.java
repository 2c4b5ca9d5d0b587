package dev.jformers.tokenizer.training;

import dev.jformers.tokenizer.training.LearnedMerges.Merge;
import dev.jformers.tokenizer.training.PairTable.NewPair;
import dev.jformers.tokenizer.training.WordCounts.CountedWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Learns byte-pair encoding: the most frequent pair of neighbours becomes one token, again and again; among equally frequent
 * ones that of the smaller ids, left one first. A pair's place in the queue is set right only when it comes to the front, and
 * a token that two pairs make is merged as Hugging Face's trainer does, so that its merges are these.
 */
final class MergeLearning {

    private static final String STAGE = "merging pairs";
    private static final Comparator<NewPair> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(NewPair::count).reversed().thenComparingLong(NewPair::pair);

    private final VocabularySettings settings;
    private final String continuation;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final PairTable pairs = new PairTable();
    private final PriorityQueue<NewPair> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);
    private final Set<Merge> merges = new LinkedHashSet<>();

    /**
     * @param continuation what a token begins with that does not begin a word
     */
    MergeLearning(VocabularySettings settings, String continuation) {
        this.settings = settings;
        this.continuation = continuation;
    }

    /**
     * @param alphabet code points that are in the vocabulary, whether they occur or not
     * @throws dev.jformers.InvalidInputException if the alphabet does not fit into the vocabulary
     */
    LearnedMerges learn(List<CountedWord> counted, Collection<Integer> alphabet, TrainingProgress progress) {
        settings.specialTokens().forEach(this::id);
        List<Integer> letters = Alphabet.of(counted, alphabet, settings);
        letters.forEach(letter -> id(Character.toString(letter)));
        if (!continuation.isEmpty()) {
            continuations(counted).forEach(letter -> id(continuation + Character.toString(letter)));
        }
        settings.requireRoomFor(tokens.size());
        WordSymbols words = new WordSymbols(counted.size());
        counted.forEach(word -> words.add(symbols(word.text()), word.count()));
        words.addPairs(pairs);
        queue.addAll(pairs.takeNew());
        merge(words, progress);
        return new LearnedMerges(tokens, List.copyOf(merges));
    }

    private Set<Integer> continuations(List<CountedWord> counted) {
        Set<Integer> letters = new TreeSet<>();
        for (CountedWord word : counted) {
            word.text().codePoints().skip(1).forEach(letters::add);
        }
        letters.removeIf(letter -> !ids.containsKey(Character.toString(letter)));
        return letters;
    }

    /** A word's tokens; letters beyond the alphabet are left out. */
    private int[] symbols(String word) {
        IntList symbols = new IntList();
        for (int i = 0; i < word.length(); ) {
            int letter = word.codePointAt(i);
            Integer id = ids.get(Character.toString(letter));
            if (id != null) {
                symbols.add(i == 0 || continuation.isEmpty() ? id : id(continuation + Character.toString(letter)));
            }
            i += Character.charCount(letter);
        }
        return symbols.toArray();
    }

    private int id(String token) {
        Integer known = ids.putIfAbsent(token, tokens.size());
        if (known == null) {
            tokens.add(token);
            return tokens.size() - 1;
        }
        return known;
    }

    private void merge(WordSymbols words, TrainingProgress progress) {
        int first = tokens.size();
        while (tokens.size() < settings.size()) {
            NewPair best = queue.poll();
            if (best == null) {
                return;
            }
            long count = pairs.count(best.pair());
            if (count != best.count()) {
                queue.add(new NewPair(best.pair(), count, best.words()));
            } else if (count < settings.minFrequency()) {
                return;
            } else {
                merge(best, words);
                progress.at(STAGE, (double) (tokens.size() - first) / (settings.size() - first));
            }
        }
    }

    private void merge(NewPair best, WordSymbols words) {
        String left = tokens.get(PairTable.left(best.pair()));
        String right = tokens.get(PairTable.right(best.pair()));
        String rest = right.startsWith(continuation) ? right.substring(continuation.length()) : right;
        int merged = id(left + rest);
        Merge merge = new Merge(left, right);
        merges.remove(merge);
        merges.add(merge);
        for (int i = 0; i < best.words().size(); i++) {
            words.merge(best.words().get(i), best.pair(), merged, pairs);
        }
        queue.addAll(pairs.takeNew());
    }
}
