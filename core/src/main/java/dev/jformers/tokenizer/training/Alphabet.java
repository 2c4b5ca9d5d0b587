package dev.jformers.tokenizer.training;

import dev.jformers.tokenizer.training.WordCounts.CountedWord;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The characters that tokens are made of. */
final class Alphabet {

    private Alphabet() {}

    /**
     * @param initial characters that are kept first, whether they occur or not
     * @return code points, ascending; where the limit cuts among equally frequent ones, the smaller ones stay
     */
    static List<Integer> of(List<CountedWord> words, Collection<Integer> initial, VocabularySettings settings) {
        Map<Integer, Long> counts = new HashMap<>();
        for (CountedWord word : words) {
            word.text().codePoints().forEach(letter -> counts.merge(letter, word.count(), Long::sum));
        }
        initial.forEach(letter -> counts.put(letter, Long.MAX_VALUE));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(settings.alphabetLimit().orElse(Integer.MAX_VALUE))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
