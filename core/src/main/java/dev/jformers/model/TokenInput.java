package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.position.Tokens;
import dev.jformers.tokenizer.EncodedBatch;
import org.jspecify.annotations.Nullable;

/**
 * What a stack reads. The arrays stay with their manager. For a choice between texts, ids, types, mask and positions are {@code
 * [batch, choices, seq]}.
 *
 * @param ids INT64 {@code [batch, seq]}
 * @param tokenTypes INT64 {@code [batch, seq]}, the segment of each token; null where all are segment 0
 * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded, which is faster. Where tokens
 *     follow others in a {@link KeyValueCache}, it is that of all of them, {@code [batch, keySeq]}
 * @param positions INT64 {@code [batch, seq]}; null lets the model count
 * @param documents INT64 {@code [batch, seq]}: tokens see only tokens with the same number; null where each row is one document
 * @param prefix INT64 {@code [batch]}, how many tokens of each row, padding not counted, all tokens of the row may see, which
 *     makes a causal decoder a prefix language model; null where there is no prefix
 * @param permutation an order of prediction that is not that of the text; null for none
 */
public record TokenInput(
        NDArray ids,
        @Nullable NDArray tokenTypes,
        @Nullable NDArray mask,
        @Nullable NDArray positions,
        @Nullable NDArray documents,
        @Nullable NDArray prefix,
        @Nullable Permutation permutation) {

    /** Rows of whole texts. */
    public TokenInput(NDArray ids, @Nullable NDArray tokenTypes, @Nullable NDArray mask) {
        this(ids, tokenTypes, mask, null, null, null, null);
    }

    /** Tokens that are predicted in the order of the text, or all at once. */
    public TokenInput(
            NDArray ids,
            @Nullable NDArray tokenTypes,
            @Nullable NDArray mask,
            @Nullable NDArray positions,
            @Nullable NDArray documents,
            @Nullable NDArray prefix) {
        this(ids, tokenTypes, mask, positions, documents, prefix, null);
    }

    /**
     * The same tokens, of several documents in a row.
     *
     * @param numbers INT64 {@code [batch, seq]}, of the document that each token is of
     * @param places INT64 {@code [batch, seq]}, of each token in its document
     */
    public TokenInput withDocuments(NDArray numbers, NDArray places) {
        return new TokenInput(ids, tokenTypes, mask, places, numbers, prefix, permutation);
    }

    /** The same tokens, of each row the first so many a prefix: INT64 {@code [batch]}. */
    public TokenInput withPrefix(NDArray lengths) {
        return new TokenInput(ids, tokenTypes, mask, positions, documents, lengths, permutation);
    }

    /** The same tokens in this order of prediction. */
    public TokenInput withPermutation(Permutation order) {
        return new TokenInput(ids, tokenTypes, mask, positions, documents, prefix, order);
    }

    /** Places of the tokens that are predicted, INT64 {@code [batch, targets]}; null where there are none. */
    @Nullable
    NDArray targets() {
        return permutation == null ? null : permutation.targets();
    }

    /** The arrays of a batch, made by and owned by the manager. */
    public static TokenInput of(EncodedBatch batch, NDManager manager) {
        Shape shape = new Shape(batch.rows(), batch.length());
        return new TokenInput(
                manager.create(batch.ids(), shape),
                batch.types().length == 0 ? null : manager.create(batch.types(), shape),
                batch.mask().length == 0 ? null : manager.create(batch.mask(), shape));
    }

    /**
     * Finds what the first stack of a model cannot run on, as {@link ModelInput#check} does.
     *
     * @throws dev.jformers.InvalidInputException that names the array, the place of the value and the rule
     */
    public void check(TransformerConfig config) {
        new InputRules(config).check(this);
    }

    /** Whether nothing but padding and the pattern of attention hides or opens a token. */
    boolean areWholeTexts() {
        return documents == null && prefix == null && permutation == null;
    }

    /** Which tokens are of the prefix, BOOLEAN {@code [batch, 1, seq]}; null where there is no prefix. */
    @Nullable
    NDArray inPrefix() {
        if (prefix == null) {
            return null;
        }
        NDArray counted = mask == null ? ids.onesLike() : mask.toType(DataType.INT64, false);
        return counted.cumSum(1).lte(prefix.expandDims(1)).expandDims(1);
    }

    boolean isGrouped() {
        return ids.getShape().dimension() == 3;
    }

    /** {@code [batch, choices, seq] -> [batch * choices, seq]}. */
    TokenInput flattened() {
        return new TokenInput(
                rows(ids),
                tokenTypes == null ? null : rows(tokenTypes),
                mask == null ? null : rows(mask),
                positions == null ? null : rows(positions),
                documents,
                prefix,
                permutation);
    }

    private static NDArray rows(NDArray groups) {
        return groups.reshape(-1, groups.getShape().getLastDimension());
    }

    /** Tokens a row, padding counted. */
    long length() {
        return ids.getShape().get(1);
    }

    /**
     * @param ahead whether a token may look at later ones
     * @param past number of tokens before them, read in passes before
     */
    Tokens tokens(boolean ahead, long past) {
        return new Tokens(ids, mask, positions, tokenTypes, targets(), ahead, past);
    }
}
