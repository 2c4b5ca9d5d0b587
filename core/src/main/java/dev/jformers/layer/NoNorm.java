package dev.jformers.layer;

import ai.djl.ndarray.NDArray;

/** Nothing is normalised. */
public record NoNorm() implements Norm {

    @Override
    public NormBlock newBlock(long hidden) {
        return new NoNormBlock();
    }

    private static final class NoNormBlock extends NormBlock {

        @Override
        public NDArray normalize(Pass pass, NDArray x) {
            return x;
        }
    }
}
