package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.torch.Operators;

/**
 * Root mean square 1, then scale (Zhang and Sennrich 2019).
 *
 * @param epsilon added to the mean square
 */
public record RmsNorm(double epsilon) implements Norm {

    @Override
    public NormBlock newBlock(long hidden) {
        return new RmsNormBlock(hidden, epsilon);
    }

    private static final class RmsNormBlock extends NormBlock {

        private final double epsilon;
        private final Parameter weight;

        RmsNormBlock(long hidden, double epsilon) {
            this.epsilon = epsilon;
            this.weight = ones("weight", hidden);
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            return Operators.rmsNorm(x, pass.value(weight), epsilon);
        }
    }
}
