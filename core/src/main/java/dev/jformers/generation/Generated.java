package dev.jformers.generation;

/**
 * A text that was generated.
 *
 * @param tokens behind the prompt, the one that ended it included
 * @param score of a beam search: the logarithm of its probability, divided by its length as the search has it; otherwise 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Generated(int[] tokens, double score) {}
