package dev.jformers.tokenizer.training;

import dev.jformers.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a vocabulary may hold.
 *
 * @param size number of tokens, special ones counted; a small text may give fewer
 * @param minFrequency how often a pair of tokens must occur to become one
 * @param alphabetLimit how many different characters are kept, the most frequent ones; all if empty
 * @param specialTokens get the first ids, in order
 */
public record VocabularySettings(int size, long minFrequency, OptionalInt alphabetLimit, List<String> specialTokens) {

    /**
     * @throws InvalidInputException if a number is below 1, or a special token is empty or there twice
     */
    public VocabularySettings {
        specialTokens = List.copyOf(specialTokens);
        requirePositive("the vocabulary's size", size);
        requirePositive("the minimum frequency", minFrequency);
        alphabetLimit.ifPresent(limit -> requirePositive("the limit of the alphabet", limit));
        Set<String> seen = new HashSet<>();
        for (String token : specialTokens) {
            if (token.isEmpty()) {
                throw new InvalidInputException("A special token is empty; leave it out.");
            }
            if (!seen.add(token)) {
                throw new InvalidInputException("The special token " + token + " is there twice; leave one out.");
            }
        }
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new InvalidInputException(what + " is " + value + " but must be at least 1");
        }
    }

    /**
     * @param needed tokens that must be in, special ones counted
     * @throws InvalidInputException if they are more than fit
     */
    void requireRoomFor(int needed) {
        if (needed > size) {
            throw new InvalidInputException("The vocabulary's size is " + size
                    + " but the characters of the texts and the special tokens alone are " + needed + "; take at least "
                    + needed + (alphabetLimit.isPresent() ? "." : ", or limit the alphabet."));
        }
    }
}
