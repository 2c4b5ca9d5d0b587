package dev.jformers.position;

import java.util.function.LongSupplier;

/**
 * A base that grows with the sequence once this is longer than in pretraining (Peng et al. 2023, section 3.3).
 *
 * @param factor how strongly
 * @param pretrained the longest sequence of pretraining, in tokens
 */
public record DynamicNtk(double factor, long pretrained) implements RotaryScaling {

    @Override
    public float[] frequencies(int dim, double theta, LongSupplier length) {
        double stretch = factor * Math.max(length.getAsLong(), pretrained) / pretrained - (factor - 1);
        double base = theta * Math.pow(stretch, dim / (dim - 2.0));
        return RotaryScaling.single(RotaryScaling.plain(dim, base));
    }
}
