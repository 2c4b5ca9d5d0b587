package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import dev.jformers.position.PositionSignal;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at whom.
 *
 * @param queries the tokens that look, {@code [batch, querySeq, hidden]}
 * @param memory the tokens that are looked at, {@code [batch, keySeq, memory]}; the same array in self-attention
 * @param mask what is hidden, and what else is added to scores for the order of tokens
 * @param positions what the attention knows of the order of tokens
 * @param cache keeps the states of the tokens that are looked at; null where nobody goes on from here
 * @param weights takes the attention weights {@code [batch, heads, querySeq, keySeq]}; null where nobody asks for them
 */
public record AttentionInput(
        NDArray queries,
        NDArray memory,
        ScoreMask mask,
        PositionSignal positions,
        @Nullable StateCache cache,
        @Nullable Consumer<? super NDArray> weights) {

    /**
     * The states of all tokens that may be looked at.
     *
     * @param fresh computes those of {@link #memory}
     */
    List<NDArray> states(Supplier<List<NDArray>> fresh) {
        return cache == null ? fresh.get() : cache.states(fresh);
    }
}
