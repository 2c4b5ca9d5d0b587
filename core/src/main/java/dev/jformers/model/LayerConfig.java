package dev.jformers.model;

import dev.jformers.attention.Attention;
import dev.jformers.layer.FeedForward;
import dev.jformers.layer.Norm;
import org.jspecify.annotations.Nullable;

/**
 * One layer.
 *
 * @param attention of the layer's tokens to each other
 * @param crossAttention to what an encoder made; null where there is no encoder
 * @param feedForward for each token by itself
 * @param norm how activations are normalised
 * @param layout how the parts are put together
 * @param dropout rate at which the outputs of the parts are dropped in training
 */
public record LayerConfig(
        Attention attention,
        @Nullable Attention crossAttention,
        FeedForward feedForward,
        Norm norm,
        LayerLayout layout,
        double dropout) {

    /** A layer that reads its own stack alone. */
    public LayerConfig(Attention attention, FeedForward feedForward, Norm norm, LayerLayout layout, double dropout) {
        this(attention, null, feedForward, norm, layout, dropout);
    }

    LayerConfig withDropout(double rate) {
        return new LayerConfig(
                attention.withDropout(rate),
                crossAttention == null ? null : crossAttention.withDropout(rate),
                feedForward.withDropout(rate),
                norm,
                layout,
                rate);
    }
}
