package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;

/** What an attention keeps of the tokens that are looked at, so that they are not read again for each new one. */
public sealed interface StateCache permits GrowingStates, FixedStates {

    /**
     * The states of all tokens that may be looked at.
     *
     * @param fresh computes states, {@code [batch, heads, seq, size]} each: of the tokens that are read now
     * @return as many arrays, {@code [batch, heads, keySeq, size]}
     */
    List<NDArray> states(Supplier<List<NDArray>> fresh);
}
