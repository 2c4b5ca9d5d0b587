package dev.jformers.layer;

/**
 * @param intermediateSize size between the two linear maps
 * @param activation what happens there
 */
public record FeedForwardConfig(long intermediateSize, Activation activation) {}
