package dev.jformers.layer;

import ai.djl.ndarray.NDArray;

/**
 * Squashes a vector of length {@code s} to the length {@code s^2 / (1 + s^2)} (Sabour et al. 2017, equation 1): short vectors
 * vanish, long ones come close to length 1. Nothing is learned.
 *
 * @param epsilon the least length that a vector is divided by
 */
public record CapsuleNorm(double epsilon) implements Norm {

    @Override
    public NormBlock newBlock(long hidden) {
        return new CapsuleNormBlock(epsilon);
    }

    private static final class CapsuleNormBlock extends NormBlock {

        private final double epsilon;

        CapsuleNormBlock(double epsilon) {
            this.epsilon = epsilon;
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            NDArray length = Lengths.of(x, epsilon);
            return x.mul(length).div(length.square().add(1));
        }
    }
}
