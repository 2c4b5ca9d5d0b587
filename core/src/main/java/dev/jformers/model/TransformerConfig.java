package dev.jformers.model;

import dev.jformers.position.AbsolutePosition;

/**
 * Everything that makes one transformer differ from another.
 *
 * @param vocabularySize number of tokens
 * @param paddingId token whose vector is never trained; -1 for none
 * @param embeddingSize size of a token's vector in the table of embeddings; where it is not the hidden size, a linear map
 *     stands between (Lan et al. 2020, section 3.1)
 * @param hiddenSize size of a token's vector in the layers
 * @param stacks which stacks of layers there are
 * @param dropout rate at which embeddings, and heads where they have no rate of their own, are dropped in training
 */
public record TransformerConfig(
        long vocabularySize, long paddingId, long embeddingSize, long hiddenSize, Stacks stacks, double dropout) {

    /** The longest sequence that it can read, in tokens; {@link Long#MAX_VALUE} where only memory limits it. */
    public long maxPositions() {
        AbsolutePosition position = stacks.first().embedding().position();
        return position == null ? Long.MAX_VALUE : position.maxPositions();
    }

    /** Size of the vectors that a head reads. */
    public long outputSize() {
        boolean back = stacks.last().embedding().bridge() == EmbeddingConfig.Bridge.BOTH_ENDS;
        return back ? embeddingSize : hiddenSize;
    }

    /** The same transformer with this dropout everywhere. */
    public TransformerConfig withDropout(double rate) {
        return new TransformerConfig(
                vocabularySize, paddingId, embeddingSize, hiddenSize, stacks.withDropout(rate), rate);
    }
}
