package dev.jformers.attention;

/**
 * @param heads number of heads
 * @param headDim size of a head
 * @param dropout rate at which attention weights are dropped in training
 */
public record AttentionConfig(int heads, long headDim, double dropout) {}
