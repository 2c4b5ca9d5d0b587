package dev.jformers.position;

import java.util.function.LongSupplier;

/**
 * Frequencies between those of the paper and stretched ones, by how often a wave turns in pretraining (Peng et al. 2023, section
 * 3.2 and 3.4).
 *
 * @param factor by which long waves are stretched
 * @param pretrained the longest sequence of pretraining, in tokens
 * @param betaFast waves that turn more often than this stay as they are
 * @param betaSlow waves that turn less often than this are stretched
 * @param truncated whether the borders between those are rounded to whole dimensions
 * @param attentionFactor what sines and cosines are multiplied by
 */
public record Yarn(
        double factor, long pretrained, double betaFast, double betaSlow, boolean truncated, double attentionFactor)
        implements RotaryScaling {

    /** The paper's attention factor, {@code 0.1 mscale ln(factor) + 1}. */
    public static double attentionFactor(double factor, double mscale) {
        return factor <= 1 ? 1 : 0.1 * mscale * Math.log(factor) + 1;
    }

    @Override
    public float[] frequencies(int dim, double theta, LongSupplier length) {
        double low = dimensionOf(betaFast, dim, theta);
        double high = dimensionOf(betaSlow, dim, theta);
        low = Math.max(truncated ? Math.floor(low) : low, 0);
        high = Math.min(truncated ? Math.ceil(high) : high, dim - 1);
        high = low == high ? high + 0.001 : high;
        double[] frequencies = RotaryScaling.plain(dim, theta);
        for (int i = 0; i < frequencies.length; i++) {
            double stretched = Math.min(1, Math.max(0, (i - low) / (high - low)));
            frequencies[i] = frequencies[i] / factor * stretched + frequencies[i] * (1 - stretched);
        }
        return RotaryScaling.single(frequencies);
    }

    /** The dimension whose wave turns so often in the longest sequence of pretraining. */
    private double dimensionOf(double turns, int dim, double theta) {
        return dim * Math.log(pretrained / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }
}
