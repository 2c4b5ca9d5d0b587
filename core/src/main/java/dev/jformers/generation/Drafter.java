package dev.jformers.generation;

import java.util.List;

/**
 * Guesses how a text goes on, so that the model verifies several tokens in one pass (Leviathan et al. 2023). What is guessed changes how
 * soon a text comes, not which: a greedy text stays the same, a drawn one has the same probability. For one text; not thread-safe.
 */
public sealed interface Drafter extends AutoCloseable permits DraftModel, FurtherHeads, PromptLookup {

    /**
     * @param row the text so far
     * @param most how many tokens there is room for
     * @param chooser chooses as the text's tokens are chosen
     * @return at most so many guesses, in their order; none where there is nothing to go by
     */
    List<Guess> draft(Written row, int most, TokenChooser chooser);

    @Override
    default void close() {}
}
