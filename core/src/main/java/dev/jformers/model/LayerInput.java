package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.ScoreMask;
import dev.jformers.attention.StateCache;
import dev.jformers.head.Readout;
import dev.jformers.position.PositionSignal;
import org.jspecify.annotations.Nullable;

/**
 * What a layer reads besides hidden states.
 *
 * @param mask what its attention must not see
 * @param positions what its attention knows of the order of tokens
 * @param memory what an encoder made; null where there is none
 * @param readout which tokens are wanted: the others end with their part in the last attention
 * @param lookedAt which tokens are looked at; the others are targets, which only look
 * @param padding {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
 * @param cache keeps what its attention needs of the tokens; null where nobody goes on from here
 * @param memoryCache the same of what the encoder made
 * @param trace takes the attention weights, or null
 */
record LayerInput(
        ScoreMask mask,
        PositionSignal positions,
        @Nullable Memory memory,
        Readout readout,
        Readout lookedAt,
        @Nullable NDArray padding,
        @Nullable StateCache cache,
        @Nullable StateCache memoryCache,
        @Nullable Trace trace) {}
