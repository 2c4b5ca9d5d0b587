package dev.jformers.model;

import dev.jformers.position.AbsolutePosition;
import dev.jformers.position.Learned;

/**
 * Everything that makes one transformer differ from another.
 *
 * @param vocabularySize number of tokens; of an encoder-decoder with two tables, those of the encoder
 * @param paddingId token whose vector is never trained; -1 for none
 * @param embeddingSize size of a token's vector in the table of embeddings; where it is not the hidden size, a linear map
 *     stands between (Lan et al. 2020, section 3.1)
 * @param hiddenSize size of a token's vector in the layers
 * @param stacks which stacks of layers there are
 * @param dropout rate at which embeddings, and heads where they have no rate of their own, are dropped in training
 */
public record TransformerConfig(
        long vocabularySize, long paddingId, long embeddingSize, long hiddenSize, Stacks stacks, double dropout) {

    /** With embeddings of the size that the layers have. */
    public TransformerConfig(long vocabularySize, long paddingId, long hiddenSize, Stacks stacks, double dropout) {
        this(vocabularySize, paddingId, hiddenSize, hiddenSize, stacks, dropout);
    }

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

    /** Number of tokens that the head writes, which is that of the last stack. */
    public long outputVocabularySize() {
        return stacks.lastVocabulary(vocabularySize);
    }

    /**
     * Which row of a table belongs to padding and gets no gradient.
     *
     * @param path of a parameter of a {@link TransformerModel}, see {@link ParameterPaths}
     * @return -1 where there is none
     */
    public long paddingRow(String path) {
        if (path.equals("transformer.word.weight") || path.equals("transformer.decoderWord.weight")) {
            return paddingId;
        }
        boolean position = path.matches("transformer\\.\\w+\\.embeddings\\.position\\.weight");
        return position && stacks.first().embedding().position() instanceof Learned learned ? learned.paddingRow() : -1;
    }

    /** What the loss that balances experts is multiplied by in training; 0 where nothing is balanced. */
    public double balance() {
        return stacks.last().layers().stream()
                .mapToDouble(layer -> layer.feedForward().balance())
                .max()
                .orElse(0);
    }

    /** The same transformer with this dropout everywhere. */
    public TransformerConfig withDropout(double rate) {
        return new TransformerConfig(
                vocabularySize, paddingId, embeddingSize, hiddenSize, stacks.withDropout(rate), rate);
    }
}
