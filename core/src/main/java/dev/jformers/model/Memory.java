package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.ScoreMask;

/**
 * What an encoder made, for a decoder to look at.
 *
 * @param hidden {@code [batch, keySeq, hidden]}
 * @param mask what of it is padding
 */
record Memory(NDArray hidden, ScoreMask mask) {}
