package dev.jformers.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * Guesses by the heads with which a model predicts tokens behind the next one (Gloeckle et al. 2024, section 3.2; Stern et al. 2018): they
 * read what its last pass made anyway.
 *
 * @param reader of the text; not closed here
 */
public record FurtherHeads(TokenReader reader) implements Drafter {

    @Override
    public List<Guess> draft(Written row, int most, TokenChooser chooser) {
        List<Guess> guesses = new ArrayList<>();
        Written guessed = row;
        for (float[] logits : reader.further()) {
            if (guesses.size() == most) {
                break;
            }
            Guess guess = chooser.guess(logits, guessed);
            guesses.add(guess);
            guessed = guessed.plus(guess.token(), 0);
            if (chooser.isEnd(guess.token())) {
                break;
            }
        }
        return guesses;
    }
}
