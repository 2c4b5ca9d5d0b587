package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedBatch;

/**
 * What a model reads at once, and what it should say.
 *
 * @param inputs the tokens
 * @param positions where predictions are made, as places in {@code [batch * seq]}; empty where each text has one prediction
 * @param labels what should be predicted, in the order of the predictions
 */
@SuppressWarnings("ArrayRecordComponent")
public record Batch(EncodedBatch inputs, long[] positions, long[] labels) {}
