package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedText;

/**
 * One example, ready to be batched.
 *
 * @param text its tokens
 * @param target the tokens to produce; empty where there are none
 * @param label the id of its class; -1 where it has none
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedExample(EncodedText text, int[] target, int label) {

    /** A text with a class. */
    public EncodedExample(EncodedText text, int label) {
        this(text, new int[0], label);
    }

    /** A text, and what is to be produced from it. */
    EncodedExample(EncodedText text, int[] target) {
        this(text, target, -1);
    }

    /** A text alone. */
    EncodedExample(EncodedText text) {
        this(text, -1);
    }

    /** Number of tokens, those of the target too. */
    public int length() {
        return text.length() + target.length;
    }
}
