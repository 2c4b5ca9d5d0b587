package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The tokens whose order counts. The arrays stay with their manager.
 *
 * @param ids INT64 {@code [batch, seq]}
 * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
 * @param positions INT64 {@code [batch, seq]}; null counts them from 0
 * @param types INT64 {@code [batch, seq]}, the segment of each token; null where there are none
 * @param targets INT64 {@code [batch, targets]}, places of tokens to be predicted, which look like tokens but are not looked
 *     at; null where there are none
 * @param ahead whether a token may look at later ones
 * @param past number of tokens before them, which were read in passes before and are looked at too; the mask is that of all
 */
public record Tokens(
        NDArray ids,
        @Nullable NDArray mask,
        @Nullable NDArray positions,
        @Nullable NDArray types,
        @Nullable NDArray targets,
        boolean ahead,
        long past) {

    /** Places of all that look, the tokens first and the targets behind them: INT64 {@code [batch or 1, querySeq]}. */
    NDArray queries() {
        return targets == null ? range() : ofQueries(range().broadcast(ids.getShape()));
    }

    /**
     * What belongs to each of those that look.
     *
     * @param ofTokens {@code [batch, seq]}
     * @return {@code [batch, querySeq]}
     */
    NDArray ofQueries(NDArray ofTokens) {
        return targets == null ? ofTokens : ofTokens.concat(ofTokens.gather(targets, 1), 1);
    }

    /** Positions as given, or else counted behind those that were read before: INT64 {@code [batch or 1, seq]}. */
    NDArray places() {
        return positions == null ? range() : positions;
    }

    /** How far the places reach: one more than the largest. */
    long length() {
        return positions == null ? all() : positions.max().getLong() + 1;
    }

    /** Places of the tokens that are read now: INT64 {@code [1, seq]}. */
    NDArray range() {
        return range(past);
    }

    /** Places of all tokens that are looked at: INT64 {@code [1, keySeq]}. */
    NDArray keys() {
        return range(0);
    }

    private NDArray range(long from) {
        return ids.getManager()
                .arange(Math.toIntExact(from), Math.toIntExact(all()), 1, DataType.INT64)
                .expandDims(0);
    }

    /**
     * What belongs to the tokens that are read now.
     *
     * @param ofAll {@code [batch, keySeq]}
     * @return {@code [batch, seq]}
     */
    NDArray readNow(NDArray ofAll) {
        return past == 0 ? ofAll : ofAll.get(new NDIndex(":, {}:", past));
    }

    /** Number of tokens a row that are looked at. */
    long all() {
        return past + ids.getShape().get(1);
    }
}
