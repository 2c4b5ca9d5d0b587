package dev.jformers.model;

import dev.jformers.layer.NormPlacement;

/** How the parts of a layer are put together. */
public sealed interface LayerLayout {

    /**
     * @param hidden size of a token's vector
     */
    LayerBlock newBlock(long hidden, LayerConfig config);

    /**
     * One part after the other, each with a residual sum around it.
     *
     * @param placement where the norms stand
     */
    record Sequential(NormPlacement placement) implements LayerLayout {

        @Override
        public LayerBlock newBlock(long hidden, LayerConfig config) {
            return new SequentialLayer(hidden, config, placement);
        }
    }

    /**
     * Attention and feed-forward side by side, their results summed (Wang and Komatsuzaki 2021: GPT-J).
     *
     * @param sharedNorm whether both read the same normalised vectors; otherwise each has a norm of its own, as in GPT-NeoX
     */
    record Parallel(boolean sharedNorm) implements LayerLayout {

        @Override
        public LayerBlock newBlock(long hidden, LayerConfig config) {
            return new ParallelLayer(hidden, config, sharedNorm);
        }
    }
}
