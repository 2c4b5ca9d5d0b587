package dev.jformers.position;

import java.util.function.LongSupplier;

/**
 * Long waves are stretched, short ones kept, those between mixed: the scaling of Llama 3.1.
 *
 * @param factor by which long waves are stretched
 * @param lowFrequencyFactor waves longer than {@code pretrained} divided by this are long
 * @param highFrequencyFactor waves shorter than {@code pretrained} divided by this are short
 * @param pretrained the longest sequence of pretraining, in tokens
 */
public record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, long pretrained)
        implements RotaryScaling {

    @Override
    public float[] frequencies(int dim, double theta, LongSupplier length) {
        double[] frequencies = RotaryScaling.plain(dim, theta);
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = scaled(frequencies[i]);
        }
        return RotaryScaling.single(frequencies);
    }

    private double scaled(double frequency) {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < pretrained / highFrequencyFactor) {
            return frequency;
        }
        if (wavelength > pretrained / lowFrequencyFactor) {
            return frequency / factor;
        }
        double smooth = (pretrained / wavelength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
        return (1 - smooth) * frequency / factor + smooth * frequency;
    }
}
