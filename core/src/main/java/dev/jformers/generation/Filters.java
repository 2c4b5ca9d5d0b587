package dev.jformers.generation;

import java.util.Arrays;

/**
 * What becomes of scores before a token is drawn, in this order.
 *
 * @param temperature what they are divided by, above 0: lower is more certain; 1 changes nothing
 * @param topK how many of the most probable tokens stay (Fan et al. 2018); 0 for all
 * @param topP the share of probability that the most probable tokens that stay have together (Holtzman et al. 2020); 1 for all
 * @param minP the least probability, as a share of the highest (Nguyen et al. 2024); 0 for none
 * @param typicalP the share of probability that the most typical tokens that stay have together (Meister et al. 2023); 1 for all
 */
public record Filters(double temperature, int topK, double topP, double minP, double typicalP) {

    /** All tokens by their probabilities. */
    public static final Filters NONE = new Filters(1, 0, 1, 0, 1);

    /** Makes those tokens impossible that do not stay. */
    void apply(float[] scores) {
        if (temperature != 1) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) (scores[i] / temperature);
            }
        }
        if (topK > 0 && topK < scores.length) {
            float[] sorted = scores.clone();
            Arrays.sort(sorted);
            keepFrom(scores, sorted[sorted.length - topK]);
        }
        if (topP < 1) {
            keepNucleus(scores);
        }
        if (minP > 0) {
            keepFrom(scores, (float) (scores[Probabilities.best(scores)] + Math.log(minP)));
        }
        if (typicalP < 1) {
            keepTypical(scores);
        }
    }

    private static void keepFrom(float[] scores, float least) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scores[i] < least ? Float.NEGATIVE_INFINITY : scores[i];
        }
    }

    /** The most probable tokens until their probabilities sum up, at least one. */
    private void keepNucleus(float[] scores) {
        int[] order = Probabilities.descending(scores);
        double[] probabilities = Probabilities.softmax(scores);
        double behind = 0;
        for (int i = order.length - 1; i > 0; i--) {
            behind += probabilities[order[i]];
            if (behind > 1 - topP) {
                return;
            }
            scores[order[i]] = Float.NEGATIVE_INFINITY;
        }
    }

    /** The tokens whose surprise is nearest to the mean surprise, until their probabilities sum up. */
    private void keepTypical(float[] scores) {
        float[] logs = Probabilities.logSoftmax(scores);
        double entropy = 0;
        for (float log : logs) {
            entropy -= log == Float.NEGATIVE_INFINITY ? 0 : Math.exp(log) * log;
        }
        float[] nearness = new float[logs.length];
        for (int i = 0; i < logs.length; i++) {
            nearness[i] = (float) -Math.abs(-logs[i] - entropy);
        }
        int[] order = Probabilities.descending(nearness);
        double sum = 0;
        int kept = 0;
        while (kept < order.length && (kept == 0 || sum < typicalP)) {
            sum += Math.exp(logs[order[kept++]]);
        }
        for (int i = kept; i < order.length; i++) {
            scores[order[i]] = Float.NEGATIVE_INFINITY;
        }
    }
}
