package dev.jformers;

import dev.jformers.generation.TokenReader;
import java.util.Arrays;

/**
 * Reads texts that are longer than a decoder's positions: where all are filled, the beginning is forgotten, and the last half of what was
 * there is read anew, in the pass that reads the next tokens. Not thread-safe. Closes the reader that it stands on.
 */
final class SlidingReader implements TokenReader {

    private final CachedReader reader;
    private final int positions;
    private final int opening;
    private final TokenRows window;
    private int dropped;

    /**
     * @param reader of a decoder without an encoder
     * @param positions how many tokens a row may have at once
     * @param opening how many of the first tokens of each row always stay; 0 where rows are padded
     * @param read what the reader has read, row by row
     */
    SlidingReader(CachedReader reader, int positions, int opening, int[][] read) {
        this.reader = reader;
        this.positions = positions;
        this.opening = opening;
        this.window = new TokenRows(read);
    }

    /** How many tokens a row were forgotten. */
    int dropped() {
        return dropped;
    }

    @Override
    public int length() {
        return dropped + reader.length();
    }

    @Override
    public int room() {
        int left = positions - reader.length();
        return Math.min(left > 0 ? left : positions - positions / 2, reader.room());
    }

    @Override
    public float[][] read(int[][] tokens) {
        return reader.read(withRoom(tokens));
    }

    @Override
    public float[][][] readAll(int[][] tokens) {
        return Arrays.stream(reader.readAll(withRoom(tokens)))
                .map(row -> TokenRows.last(row, tokens[0].length))
                .toArray(float[][][]::new);
    }

    @Override
    public WithVectors readWithVectors(int[][] tokens) {
        WithVectors read = reader.readWithVectors(withRoom(tokens));
        return new WithVectors(
                read.logits(),
                Arrays.stream(read.vectors())
                        .map(row -> TokenRows.last(row, tokens[0].length))
                        .toArray(float[][][]::new));
    }

    /** What the reader has to read: the tokens, and where it is full also what it has to read anew before them. */
    private int[][] withRoom(int[][] tokens) {
        boolean full = reader.length() + tokens[0].length > positions;
        if (full) {
            slide();
        }
        window.add(tokens);
        return full ? window.rows() : tokens;
    }

    private void slide() {
        int kept = positions / 2;
        int stay = Math.max(0, Math.min(opening, kept - 1));
        int leaving = window.length() - kept;
        window.drop(stay, leaving);
        dropped += leaving;
        reader.restart(Arrays.stream(reader.padding())
                .map(count -> Math.max(0, count - leaving))
                .toArray());
    }

    @Override
    public float[][] further() {
        return reader.further();
    }

    @Override
    public void truncate(int kept) {
        reader.truncate(kept - dropped);
        window.truncate(kept - dropped);
    }

    @Override
    public void reorder(int[] rows) {
        reader.reorder(rows);
        window.reorder(rows);
    }

    @Override
    public void close() {
        reader.close();
    }
}
