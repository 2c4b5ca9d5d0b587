package dev.jformers.model;

import dev.jformers.attention.AttentionConfig;
import dev.jformers.layer.FeedForwardConfig;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.position.PositionEncoding;

/**
 * Everything that makes one transformer differ from another.
 *
 * @param vocabularySize number of tokens
 * @param paddingId token whose vector is never trained; -1 for none
 * @param hiddenSize size of a token's vector
 * @param segmentTypes number of segment types that are embedded; 0 for none
 * @param layers number of layers
 * @param attention what every layer's attention is
 * @param feedForward what every layer's feed-forward network is
 * @param position how the model knows the order of tokens
 * @param norm how activations are normalised
 * @param normPlacement where
 * @param dropout rate at which embeddings and the outputs of sublayers are dropped in training
 * @param initializerRange standard deviation of the first weights
 */
public record TransformerConfig(
        long vocabularySize,
        long paddingId,
        long hiddenSize,
        long segmentTypes,
        int layers,
        AttentionConfig attention,
        FeedForwardConfig feedForward,
        PositionEncoding position,
        Norm norm,
        NormPlacement normPlacement,
        double dropout,
        double initializerRange) {

    /** The same transformer with this dropout for embeddings, sublayers and attention weights. */
    public TransformerConfig withDropout(double rate) {
        return new TransformerConfig(
                vocabularySize,
                paddingId,
                hiddenSize,
                segmentTypes,
                layers,
                new AttentionConfig(attention.heads(), attention.headDim(), rate),
                feedForward,
                position,
                norm,
                normPlacement,
                rate,
                initializerRange);
    }
}
