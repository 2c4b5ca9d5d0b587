package dev.jformers.model;

import org.jspecify.annotations.Nullable;

/**
 * What a stack reads.
 *
 * @param memory what an encoder made, for a decoder to look at; null where there is none
 */
record StackInput(TokenInput tokens, @Nullable Memory memory) {}
