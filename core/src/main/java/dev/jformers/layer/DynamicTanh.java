package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;

/**
 * {@code weight * tanh(alpha * x) + bias}: a norm that computes no statistics (Zhu et al. 2025, section 4).
 *
 * @param alpha first value of alpha, which is learned
 */
public record DynamicTanh(double alpha) implements Norm {

    @Override
    public NormBlock newBlock(long hidden) {
        return new DynamicTanhBlock(hidden, alpha);
    }

    private static final class DynamicTanhBlock extends NormBlock {

        private final Parameter alpha;
        private final Parameter weight;
        private final Parameter bias;

        DynamicTanhBlock(long hidden, double start) {
            this.alpha = scale("alpha", new ConstantInitializer((float) start), 1);
            this.weight = ones("weight", hidden);
            this.bias = zeros("bias", hidden);
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            NDArray squeezed = x.mul(pass.value(alpha)).tanh();
            return squeezed.mul(pass.value(weight)).add(pass.value(bias));
        }
    }
}
