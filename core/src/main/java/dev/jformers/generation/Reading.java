package dev.jformers.generation;

import java.util.Arrays;

/**
 * How a text was read, token by token.
 *
 * @param perplexity of the text: the exponential of the mean of the tokens' negative log-probabilities
 * @param secondsPerToken the median time from a token to the probabilities of the next one
 */
public record Reading(double perplexity, double secondsPerToken) {

    /**
     * @param reader has read nothing yet
     * @param opening the token before the text
     * @param text at least one token
     */
    public static Reading of(TokenReader reader, int opening, int[] text) {
        double surprise = 0;
        long[] nanoseconds = new long[text.length];
        for (int i = 0; i < text.length; i++) {
            int[][] token = {{i == 0 ? opening : text[i - 1]}};
            long start = System.nanoTime();
            float[] scores = reader.read(token)[0];
            nanoseconds[i] = System.nanoTime() - start;
            surprise -= Probabilities.logSoftmax(scores)[text[i]];
        }
        Arrays.sort(nanoseconds);
        return new Reading(Math.exp(surprise / text.length), nanoseconds[text.length / 2] / 1e9);
    }
}
