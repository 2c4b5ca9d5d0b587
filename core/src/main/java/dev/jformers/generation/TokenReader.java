package dev.jformers.generation;

/** A model that reads tokens and says how likely each next one is. It remembers what it has read. Not thread-safe. */
public interface TokenReader extends AutoCloseable {

    /** Number of tokens a row that it remembers, padding counted. */
    int length();

    /** How many tokens a row it may read in the next pass, and forget no others for them than for one token. */
    default int room() {
        return Integer.MAX_VALUE;
    }

    /**
     * Reads tokens behind those of before.
     *
     * @param tokens as many for each row
     * @return the logits of the token behind the last one of each row, {@code [rows][vocab]}
     */
    float[][] read(int[][] tokens);

    /**
     * The same, with an answer for each token that is read.
     *
     * @param tokens as many for each row
     * @return the logits of the token behind each, {@code [rows][tokens][vocab]}
     */
    float[][][] readAll(int[][] tokens);

    /**
     * What heads of the model's own say of the tokens behind the next one; for one row alone.
     *
     * @return {@code [heads][vocab]}: the first of the token two places behind the last one that it remembers, and so on; empty where the
     *     model has no such heads
     */
    float[][] further();

    /**
     * Forgets all tokens but the first ones of each row. A reader may refuse to forget more than the last 64, of which it has kept too
     * little where attention has a window.
     *
     * @param kept how many of each row stay
     */
    void truncate(int kept);

    /**
     * What was read.
     *
     * @param logits of the token behind the last one of each row, {@code [rows][vocab]}
     * @param vectors of the last layer, {@code [rows][seq][hidden]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record WithVectors(float[][] logits, float[][][] vectors) {}

    /**
     * As {@link #read}, with the vectors of all tokens that are read.
     *
     * @throws UnsupportedOperationException if this reader gives none
     */
    default WithVectors readWithVectors(int[][] tokens) {
        throw new UnsupportedOperationException("this reader gives no vectors, which contrastive search compares");
    }

    /**
     * Makes other rows out of those that are there.
     *
     * @param rows which row each becomes
     */
    void reorder(int[] rows);

    @Override
    void close();
}
