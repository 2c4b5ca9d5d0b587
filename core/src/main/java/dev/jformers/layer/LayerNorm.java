package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.jformers.torch.Operators;
import org.jspecify.annotations.Nullable;

/**
 * Mean 0 and variance 1, then scale and shift (Ba et al. 2016).
 *
 * @param epsilon added to the variance
 * @param shifted whether there is a shift
 */
public record LayerNorm(double epsilon, boolean shifted) implements Norm {

    /** With scale and shift. */
    public LayerNorm(double epsilon) {
        this(epsilon, true);
    }

    @Override
    public NormBlock newBlock(long hidden) {
        return new LayerNormBlock(hidden, this);
    }

    private static final class LayerNormBlock extends NormBlock {

        private final Shape normalized;
        private final float epsilon;
        private final Parameter weight;
        private final @Nullable Parameter bias;

        LayerNormBlock(long hidden, LayerNorm norm) {
            this.normalized = new Shape(hidden);
            this.epsilon = (float) norm.epsilon();
            this.weight = ones("weight", hidden);
            this.bias = norm.shifted() ? zeros("bias", hidden) : null;
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            if (bias == null) {
                return Operators.layerNorm(x, pass.value(weight), epsilon);
            }
            return ai.djl.nn.norm.LayerNorm.layerNorm(x, normalized, pass.value(weight), pass.value(bias), epsilon)
                    .singletonOrThrow();
        }
    }
}
