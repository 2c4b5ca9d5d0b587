package dev.jformers.model;

import dev.jformers.layer.Activation;
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
     * @param attention where the norms around attention stand, cross-attention too
     * @param feedForward where the norms around the feed-forward network stand
     */
    record Sequential(NormPlacement attention, NormPlacement feedForward) implements LayerLayout {

        /** The norms stand at the same places around all parts. */
        public Sequential(NormPlacement placement) {
            this(placement, placement);
        }

        @Override
        public LayerBlock newBlock(long hidden, LayerConfig config) {
            return new SequentialLayer(hidden, config, this);
        }
    }

    /**
     * A layer beside a convolution of neighbouring tokens, their sum normalised (DeBERTa-v2's first layer).
     *
     * @param inner the layer
     * @param kernel how many neighbours, itself counted; odd
     * @param groups in how many groups channels are convolved; divides the hidden size
     * @param activation after the convolution
     */
    record Convolutional(LayerLayout inner, long kernel, int groups, Activation activation) implements LayerLayout {

        @Override
        public LayerBlock newBlock(long hidden, LayerConfig config) {
            return new ConvolutionalLayer(hidden, config, this);
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
