package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.attention.ScoreMask;
import dev.jformers.torch.Operators;

/**
 * What an encoder made, for a decoder to look at.
 *
 * @param hidden {@code [batch, keySeq, hidden]}
 * @param mask what of it is padding
 */
record Memory(NDArray hidden, ScoreMask mask) {

    /**
     * @param rows INT64 {@code [batch]}: which row each becomes
     */
    Memory reordered(NDArray rows) {
        NDArray additive = mask.additive();
        ScoreMask picked = additive == null ? mask : new ScoreMask(Operators.rows(additive, rows), mask.causal());
        return new Memory(Operators.rows(hidden, rows), picked);
    }

    /** Gives the arrays to a manager. */
    void attach(NDManager manager) {
        hidden.attach(manager);
        if (mask.additive() != null) {
            mask.additive().attach(manager);
        }
    }
}
