package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * Mean 0 and variance 1, then scale and shift (Ba et al. 2016).
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(double epsilon) implements Norm {

    @Override
    public NormBlock newBlock(long hidden) {
        return new LayerNormBlock(hidden, epsilon);
    }

    private static final class LayerNormBlock extends NormBlock {

        private final Shape normalized;
        private final float epsilon;
        private final Parameter weight;
        private final Parameter bias;

        LayerNormBlock(long hidden, double epsilon) {
            this.normalized = new Shape(hidden);
            this.epsilon = (float) epsilon;
            this.weight = ones("weight", hidden);
            this.bias = zeros("bias", hidden);
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            return ai.djl.nn.norm.LayerNorm.layerNorm(x, normalized, pass.value(weight), pass.value(bias), epsilon)
                    .singletonOrThrow();
        }
    }
}
