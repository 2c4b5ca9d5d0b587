package dev.jformers.head;

import dev.jformers.layer.Linear;
import java.util.List;

/**
 * One label a token, as for named entities: a pooler of each token, then a linear map.
 *
 * @param labels their names in the order of their ids
 * @param pooler makes the vectors that the linear map reads
 * @param bias whether the linear map has one
 */
public record TokenClassification(List<String> labels, Pooler pooler, boolean bias) implements Head {

    public TokenClassification {
        labels = List.copyOf(labels);
    }

    /**
     * The tokens as they are, and a map with a bias.
     *
     * @param dropout rate before the linear map, in training
     */
    public TokenClassification(List<String> labels, double dropout) {
        this(labels, Pooler.plain(Pooling.EACH, dropout), true);
    }

    @Override
    public TokenClassificationBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new TokenClassificationBlock(hidden, this);
    }

    @Override
    public TokenClassification withDropout(double rate) {
        return new TokenClassification(labels, pooler.withDropout(rate), bias);
    }

    /** The head's block; its logits are {@code [batch, seq, labels]}. */
    public static final class TokenClassificationBlock extends PooledHeadBlock {

        TokenClassificationBlock(long hidden, TokenClassification head) {
            super(
                    hidden,
                    head.pooler(),
                    "classifier",
                    new Linear(hidden, head.labels().size(), head.bias()));
        }
    }
}
