package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import dev.jformers.torch.Operators;

/**
 * One fixed length for all vectors, nothing learned (Nguyen and Chiang 2018, section 4, there for word embeddings).
 *
 * @param length that every vector gets
 * @param epsilon the least length that a vector is divided by
 */
public record FixNorm(double length, double epsilon) implements Norm {

    @Override
    public NormBlock newBlock(long hidden) {
        return new FixNormBlock(this);
    }

    private static final class FixNormBlock extends NormBlock {

        private final FixNorm norm;

        FixNormBlock(FixNorm norm) {
            this.norm = norm;
        }

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            return Operators.scale(x.div(Lengths.of(x, norm.epsilon())), norm.length());
        }
    }
}
