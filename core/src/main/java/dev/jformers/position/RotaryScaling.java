package dev.jformers.position;

import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** How rotary positions meet longer sequences than those of pretraining. */
public sealed interface RotaryScaling
        permits RotaryScaling.None, RotaryScaling.Linear, DynamicNtk, Yarn, Llama3, LongRope {

    /**
     * Angles a position, one for each pair of values.
     *
     * @param dim how many values are turned
     * @param theta base of the wavelengths
     * @param length of the sequence, in tokens; asked for where it matters alone
     */
    float[] frequencies(int dim, double theta, LongSupplier length);

    /** What sines and cosines are multiplied by. */
    default double attentionFactor() {
        return 1;
    }

    /** {@code theta ^ (-2i / dim)}: the frequencies of the paper. */
    static double[] plain(int dim, double theta) {
        return IntStream.range(0, dim / 2)
                .mapToDouble(i -> 1 / Math.pow(theta, 2.0 * i / dim))
                .toArray();
    }

    /** In single precision. */
    static float[] single(double[] frequencies) {
        float[] values = new float[frequencies.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) frequencies[i];
        }
        return values;
    }

    /** As they are. */
    record None() implements RotaryScaling {

        @Override
        public float[] frequencies(int dim, double theta, LongSupplier length) {
            return single(plain(dim, theta));
        }
    }

    /**
     * Positions pressed together (Chen et al. 2023, section 2.3).
     *
     * @param factor by which they are divided
     */
    record Linear(double factor) implements RotaryScaling {

        @Override
        public float[] frequencies(int dim, double theta, LongSupplier length) {
            double[] frequencies = plain(dim, theta);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= factor;
            }
            return single(frequencies);
        }
    }
}
