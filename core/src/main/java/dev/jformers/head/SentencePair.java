package dev.jformers.head;

import dev.jformers.layer.Linear;

/**
 * How the second of two sentences belongs to the first: a pooler, then a linear map to two logits.
 *
 * @param question what is asked
 * @param pooler makes the vector that the linear map reads
 */
public record SentencePair(Question question, Pooler pooler) implements Head {

    /** What is asked of two sentences; class 0 is yes. */
    public enum Question {
        /** Does the second follow the first in the text (Devlin et al. 2019, section 3.1)? */
        NEXT_SENTENCE("seq_relationship_logits"),
        /** Do they stand in the order of the text (Lan et al. 2020, section 3.1)? */
        SENTENCE_ORDER("sop_logits");

        private final String output;

        Question(String output) {
            this.output = output;
        }

        /** Hugging Face's name of the logits beside those of masked tokens. */
        String output() {
            return output;
        }
    }

    @Override
    public SentencePairBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new SentencePairBlock(hidden, pooler);
    }

    @Override
    public SentencePair withDropout(double rate) {
        return new SentencePair(question, pooler.withDropout(rate));
    }

    /** The head's block; its logits are {@code [batch, 2]}. */
    public static final class SentencePairBlock extends PooledHeadBlock {

        SentencePairBlock(long hidden, Pooler pooler) {
            super(hidden, pooler, "relation", new Linear(hidden, 2, true));
        }
    }
}
