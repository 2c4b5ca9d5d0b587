package dev.jformers.training.objective;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws which tokens are cut out of a text: spans with tokens between them, the first token always kept. How many tokens and how
 * many spans there are depends on the length alone; how long each is, on chance.
 *
 * @param density share of the tokens
 * @param meanLength tokens of a span
 * @param most spans that a text may have
 */
record NoiseSpans(double density, double meanLength, int most) {

    /**
     * @param length of the text, at least 2
     * @return whether each token is cut out
     */
    boolean[] draw(int length, RandomGenerator random) {
        int noise = Math.toIntExact(Math.min(length - 1, Math.max(1, Math.round(length * density))));
        int kept = length - noise;
        int spans = Math.toIntExact(Math.max(1, Math.round(noise / meanLength)));
        spans = Math.min(Math.min(spans, most), Math.min(noise, kept));
        int[] cutOut = parts(noise, spans, random);
        int[] between = parts(kept, spans, random);
        boolean[] mask = new boolean[length];
        int from = 0;
        for (int span = 0; span < spans; span++) {
            from += between[span];
            Arrays.fill(mask, from, from + cutOut[span], true);
            from += cutOut[span];
        }
        return mask;
    }

    /** Cuts a number into parts of at least 1, all ways equally likely. */
    private static int[] parts(int total, int count, RandomGenerator random) {
        int[] parts = new int[count];
        int left = count - 1;
        int part = 0;
        for (int i = 0; i < total; i++) {
            parts[part]++;
            // of the total - 1 - i borders that may still be drawn, left are
            if (i < total - 1 && random.nextInt(total - 1 - i) < left) {
                left--;
                part++;
            }
        }
        return parts;
    }
}
