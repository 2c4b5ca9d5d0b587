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
     * Makes other rows out of those that are there.
     *
     * @param rows which row each becomes
     */
    void reorder(int[] rows);

    @Override
    void close();
}
