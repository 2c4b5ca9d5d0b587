package dev.jformers.generation;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Draws tokens from the most probable ones (Fan et al. 2018). The same seed draws the same tokens. Not thread-safe. */
public final class TokenSampler {

    private final double temperature;
    private final int topK;
    private final RandomGenerator random;

    /**
     * @param temperature what logits are divided by, above 0: lower is more certain
     * @param topK from how many tokens it draws, at least 1
     */
    public TokenSampler(double temperature, int topK, long seed) {
        this.temperature = temperature;
        this.topK = topK;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /**
     * @param logits of all tokens, by id
     * @return the id that was drawn
     */
    public int draw(float[] logits) {
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        float least = sorted[Math.max(0, sorted.length - topK)];
        float most = sorted[sorted.length - 1];
        double sum = 0;
        for (float logit : logits) {
            sum += weight(logit, least, most);
        }
        double left = random.nextDouble() * sum;
        int drawn = 0;
        for (int id = 0; id < logits.length && left >= 0; id++) {
            double weight = weight(logits[id], least, most);
            drawn = weight > 0 ? id : drawn;
            left -= weight;
        }
        return drawn;
    }

    private double weight(float logit, float least, float most) {
        return logit < least ? 0 : Math.exp((logit - most) / temperature);
    }
}
