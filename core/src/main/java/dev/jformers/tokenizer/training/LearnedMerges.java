package dev.jformers.tokenizer.training;

import java.util.List;

/**
 * What byte-pair encoding learns.
 *
 * @param tokens by id: special ones, the alphabet, merged ones in the order of their making
 * @param merges the pairs that become one token, first to be merged first
 */
record LearnedMerges(List<String> tokens, List<Merge> merges) {

    LearnedMerges {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /** Two tokens that become one. */
    record Merge(String left, String right) {}
}
