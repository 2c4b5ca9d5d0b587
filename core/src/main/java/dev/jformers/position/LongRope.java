package dev.jformers.position;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Each wave stretched by a factor of its own, found by search: one set of factors for sequences up to the length of pretraining,
 * one for longer ones (Ding et al. 2024, section 3; Phi-3).
 *
 * @param shortFactors for sequences that are not longer, one for each pair of values
 * @param longFactors for longer ones
 * @param pretrained the longest sequence of pretraining, in tokens
 * @param attentionFactor what sines and cosines are multiplied by
 */
public record LongRope(List<Double> shortFactors, List<Double> longFactors, long pretrained, double attentionFactor)
        implements RotaryScaling {

    public LongRope {
        shortFactors = List.copyOf(shortFactors);
        longFactors = List.copyOf(longFactors);
    }

    /**
     * The attention factor that keeps the entropy of attention when sequences grow.
     *
     * @param stretch the longest sequence, in lengths of pretraining
     */
    public static double attentionFactor(double stretch, long pretrained) {
        return stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(pretrained));
    }

    @Override
    public float[] frequencies(int dim, double theta, LongSupplier length) {
        List<Double> factors = length.getAsLong() > pretrained ? longFactors : shortFactors;
        double[] frequencies = RotaryScaling.plain(dim, theta);
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factors.get(i);
        }
        return RotaryScaling.single(frequencies);
    }
}
