package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedText;

/**
 * One example, ready to be batched.
 *
 * @param text its tokens
 * @param label the id of its class; -1 where it has none
 */
public record EncodedExample(EncodedText text, int label) {}
