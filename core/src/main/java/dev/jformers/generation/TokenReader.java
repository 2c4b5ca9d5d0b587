package dev.jformers.generation;

/** A model that reads tokens and says how likely each next one is. It remembers what it has read. Not thread-safe. */
public interface TokenReader extends AutoCloseable {

    /**
     * Reads tokens behind those of before.
     *
     * @param tokens as many for each row
     * @return the logits of the token behind the last one of each row, {@code [rows][vocab]}
     */
    float[][] read(int[][] tokens);

    /**
     * What was read.
     *
     * @param logits of the token behind the last one of each row, {@code [rows][vocab]}
     * @param vectors of the last layer, {@code [rows][seq][hidden]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Reading(float[][] logits, float[][][] vectors) {}

    /**
     * As {@link #read}, with the vectors of all tokens that are read.
     *
     * @throws UnsupportedOperationException if this reader gives none
     */
    default Reading readWithVectors(int[][] tokens) {
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
