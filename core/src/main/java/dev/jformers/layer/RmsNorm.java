package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.torch.Operators;

/**
 * Root mean square 1, then scale (Zhang and Sennrich 2019).
 *
 * @param epsilon added to the mean square
 * @param offset added to the stored scale; 1 where a model stores how far its scale is from 1, as Gemma does
 */
public record RmsNorm(double epsilon, double offset) implements Norm {

    /** With the scale as it is stored. */
    public RmsNorm(double epsilon) {
        this(epsilon, 0);
    }

    @Override
    public NormBlock newBlock(long hidden) {
        return new RmsNormBlock(hidden, this);
    }

    private static final class RmsNormBlock extends NormBlock {

        private final RmsNorm norm;
        private final Parameter weight;

        RmsNormBlock(long hidden, RmsNorm norm) {
            this.norm = norm;
            this.weight = norm.offset() == 0 ? ones("weight", hidden) : zeros("weight", hidden);
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            return Operators.rmsNorm(x, pass.value(weight), norm.offset(), norm.epsilon());
        }
    }
}
