package dev.jformers.model;

import org.jspecify.annotations.Nullable;

/**
 * What a stack reads.
 *
 * @param table of the tokens' vectors
 * @param memory what an encoder made, for a decoder to look at; null where there is none
 * @param cache holds what was read before, and takes what is read now; null where nobody goes on from here
 */
record StackInput(
        EmbeddingTable table,
        TokenInput tokens,
        @Nullable Memory memory,
        @Nullable KeyValueCache cache) {}
