package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder reads. The arrays stay with their manager.
 *
 * @param ids INT64 {@code [batch, seq]}
 * @param tokenTypes INT64 {@code [batch, seq]}, the segment of each token; null where all are segment 0
 * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded, which is faster
 */
public record EncoderInput(
        NDArray ids, @Nullable NDArray tokenTypes, @Nullable NDArray mask) {}
