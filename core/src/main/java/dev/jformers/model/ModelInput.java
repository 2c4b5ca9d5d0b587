package dev.jformers.model;

import ai.djl.ndarray.NDManager;
import dev.jformers.tokenizer.EncodedBatch;
import org.jspecify.annotations.Nullable;

/**
 * What a model reads.
 *
 * @param tokens for its encoder, or for its only stack
 * @param decoderTokens for the decoder behind an encoder; null where there is none, or where it reads the encoder's again
 */
public record ModelInput(TokenInput tokens, @Nullable TokenInput decoderTokens) {

    /** For the stack whose hidden states the head reads. */
    public TokenInput last() {
        return decoderTokens == null ? tokens : decoderTokens;
    }

    /** For a model with one stack. */
    public ModelInput(TokenInput tokens) {
        this(tokens, null);
    }

    /** The arrays of a batch, made by and owned by the manager, for a model with one stack. */
    public static ModelInput of(EncodedBatch batch, NDManager manager) {
        return new ModelInput(TokenInput.of(batch, manager));
    }

    /** The rows of all groups one below the other, where the arrays are {@code [batch, choices, seq]}; otherwise this input. */
    public ModelInput flattened() {
        return tokens.isGrouped() ? new ModelInput(tokens.flattened(), decoderTokens) : this;
    }

    /**
     * Finds what a model cannot run on, and what in native code could end the process: for arrays that come from outside. It
     * reads all values, so it stands before a forward pass, not in one. Groups of rows are checked {@link #flattened}.
     *
     * @throws dev.jformers.InvalidInputException that names the array, the place of the value and the rule
     */
    public void check(TransformerConfig config) {
        new InputRules(config).check(this);
    }
}
