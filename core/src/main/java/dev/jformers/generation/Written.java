package dev.jformers.generation;

import java.util.Arrays;

/**
 * What stands in a row so far.
 *
 * @param tokens the prompt, without padding, and what was generated
 * @param logProbabilities the logarithm of the probability of each token that was generated
 * @param length number of tokens, padding counted
 * @param promptLength the same of the prompt
 */
@SuppressWarnings("ArrayRecordComponent")
public record Written(int[] tokens, float[] logProbabilities, int length, int promptLength) {

    /** A row whose generated tokens were certain. */
    public Written(int[] tokens, int length, int promptLength) {
        this(tokens, new float[length - promptLength], length, promptLength);
    }

    /**
     * A prompt.
     *
     * @param padding how many of its first tokens are padding
     */
    static Written prompt(int[] tokens, int padding) {
        return new Written(Arrays.copyOfRange(tokens, padding, tokens.length), tokens.length, tokens.length);
    }

    /** The row with one more token. */
    Written plus(int token, float logProbability) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        float[] more = Arrays.copyOf(logProbabilities, logProbabilities.length + 1);
        more[logProbabilities.length] = logProbability;
        return new Written(longer, more, length + 1, promptLength);
    }

    /** The token behind which the row goes on. */
    int last() {
        return tokens[tokens.length - 1];
    }

    /** Number of tokens that were generated. */
    int generated() {
        return length - promptLength;
    }

    /** The tokens that were generated. */
    int[] answer() {
        return Arrays.copyOfRange(tokens, tokens.length - generated(), tokens.length);
    }
}
