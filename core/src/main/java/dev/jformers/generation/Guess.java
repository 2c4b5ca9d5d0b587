package dev.jformers.generation;

import org.jspecify.annotations.Nullable;

/**
 * A token that a drafter expects.
 *
 * @param token its id
 * @param probabilities what it was drawn by, of all tokens, by id; null where it was not drawn
 */
@SuppressWarnings("ArrayRecordComponent")
public record Guess(int token, double @Nullable [] probabilities) {

    /** How probable a token was to be guessed. */
    double probability(int id) {
        if (probabilities == null) {
            return id == token ? 1 : 0;
        }
        return probabilities[id];
    }
}
