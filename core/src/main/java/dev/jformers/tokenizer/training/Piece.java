package dev.jformers.tokenizer.training;

/**
 * A token of a Unigram model.
 *
 * @param score the logarithm of its probability
 */
record Piece(String text, double score) {}
