package dev.jformers.generation;

import dev.jformers.InvalidInputException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Chooses the next token as the configuration says: the most probable one, or one that is drawn. Not thread-safe. */
public final class TokenChooser {

    private final GenerationConfig config;
    private final @Nullable Filters filters;
    private final RandomGenerator random;

    TokenChooser(GenerationConfig config) {
        this.config = config;
        this.filters = config.search() instanceof Search.Sampling sampling ? sampling.filters() : null;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(config.seed());
    }

    boolean isEnd(int token) {
        return config.isEnd(token);
    }

    /**
     * What tokens are chosen from.
     *
     * @param logits of the token behind the row; become what rules and filters leave of them
     * @throws InvalidInputException if nothing is left
     */
    void process(float[] logits, Written row) {
        config.apply(logits, row);
        if (logits[Probabilities.best(logits)] == Float.NEGATIVE_INFINITY) {
            throw nothingFollows(row.generated());
        }
        if (filters != null) {
            filters.apply(logits);
        }
    }

    static InvalidInputException nothingFollows(int generated) {
        return new InvalidInputException(
                "no token may follow behind " + generated + " generated ones: rules (a constraint,"
                        + " allowed tokens, min_new_tokens, bad_words_ids, no_repeat_ngram_size) exclude each other, or the vocabulary"
                        + " cannot write what a constraint asks for; change one of them.");
    }

    /**
     * @param scores as {@link #process} leaves them
     * @return the row with the token that was chosen
     */
    Written choose(float[] scores, Written row) {
        if (filters == null) {
            int best = Probabilities.best(scores);
            return row.plus(best, Probabilities.log(scores, best));
        }
        double[] probabilities = Probabilities.softmax(scores);
        int drawn = Probabilities.draw(probabilities, random);
        return row.plus(drawn, (float) Math.log(probabilities[drawn]));
    }

    /**
     * Chooses what a drafter proposes.
     *
     * @param logits of the token behind the row, as the drafter has them; are changed
     */
    Guess guess(float[] logits, Written row) {
        process(logits, row);
        if (filters == null) {
            return new Guess(Probabilities.best(logits), null);
        }
        double[] probabilities = Probabilities.softmax(logits);
        return new Guess(Probabilities.draw(probabilities, random), probabilities);
    }

    /**
     * Chooses where there is a guess, so that tokens are as probable as without it (Leviathan et al. 2023, section 2.3): the guess is
     * taken as often as it is not too probable, and what is drawn in its place is drawn from what it left.
     *
     * @param scores as {@link #process} leaves them
     * @return the row with the token that was chosen: the guess, if it is taken
     */
    Written verify(float[] scores, Written row, Guess guess) {
        if (filters == null) {
            return choose(scores, row);
        }
        double[] left = Probabilities.softmax(scores);
        int guessed = guess.token();
        if (random.nextDouble() * guess.probability(guessed) < left[guessed]) {
            return row.plus(guessed, (float) Math.log(left[guessed]));
        }
        double sum = 0;
        for (int id = 0; id < left.length; id++) {
            left[id] = Math.max(0, left[id] - guess.probability(id));
            sum += left[id];
        }
        for (int id = 0; id < left.length; id++) {
            left[id] /= sum;
        }
        int token = sum > 0 ? Probabilities.draw(left, random) : guessed;
        return row.plus(token, Probabilities.log(scores, token));
    }
}
