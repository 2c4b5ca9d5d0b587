package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;

/**
 * One learned length for all vectors (Nguyen and Salazar 2019, section 3.2). It starts at the square root of the hidden size.
 *
 * @param epsilon the least length that a vector is divided by
 */
public record ScaleNorm(double epsilon) implements Norm {

    @Override
    public NormBlock newBlock(long hidden) {
        return new ScaleNormBlock(hidden, epsilon);
    }

    private static final class ScaleNormBlock extends NormBlock {

        private final double epsilon;
        private final Parameter length;

        ScaleNormBlock(long hidden, double epsilon) {
            this.epsilon = epsilon;
            this.length = scale("length", new ConstantInitializer((float) Math.sqrt(hidden)), 1);
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            return x.div(Lengths.of(x, epsilon)).mul(pass.value(length));
        }
    }
}
