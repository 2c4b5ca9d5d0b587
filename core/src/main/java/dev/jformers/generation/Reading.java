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

    /**
     * The perplexity of a text that is read at once, as prompts are.
     *
     * @param reader has read nothing yet
     * @param opening the token before the text
     * @param text at least one token
     */
    public static double perplexityAtOnce(TokenReader reader, int opening, int[] text) {
        int[] read = new int[text.length];
        read[0] = opening;
        System.arraycopy(text, 0, read, 1, text.length - 1);
        float[][] scores = reader.readAll(new int[][] {read})[0];
        double surprise = 0;
        for (int i = 0; i < text.length; i++) {
            surprise -= Probabilities.logSoftmax(scores[i])[text[i]];
        }
        return Math.exp(surprise / text.length);
    }
}
