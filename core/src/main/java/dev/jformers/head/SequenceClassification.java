package dev.jformers.head;

import dev.jformers.layer.Linear;
import java.util.List;

/**
 * Labels, or numbers, for a whole sequence: a pooler, then a linear map.
 *
 * @param labels their names in the order of their ids
 * @param problem what they mean
 * @param pooler makes the vector that the linear map reads
 * @param bias whether the linear map has one
 */
public record SequenceClassification(List<String> labels, ProblemType problem, Pooler pooler, boolean bias)
        implements Head {

    public SequenceClassification {
        labels = List.copyOf(labels);
    }

    /** With a bias. */
    public SequenceClassification(List<String> labels, ProblemType problem, Pooler pooler) {
        this(labels, problem, pooler, true);
    }

    /** One label a sequence, behind BERT's pooler and a dropout. */
    public SequenceClassification(List<String> labels, double dropout) {
        this(labels, ProblemType.SINGLE_LABEL, Pooler.tanh(dropout));
    }

    @Override
    public SequenceClassificationBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new SequenceClassificationBlock(hidden, this);
    }

    @Override
    public SequenceClassification withDropout(double rate) {
        return new SequenceClassification(labels, problem, pooler.withDropout(rate), bias);
    }

    /** The head's block; its logits are {@code [batch, labels]}. */
    public static final class SequenceClassificationBlock extends PooledHeadBlock {

        SequenceClassificationBlock(long hidden, SequenceClassification head) {
            super(
                    hidden,
                    head.pooler(),
                    "classifier",
                    new Linear(hidden, head.labels().size(), head.bias()));
        }
    }
}
