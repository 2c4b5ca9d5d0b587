package dev.jformers;

import dev.jformers.generation.TokenReader;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Reads texts that are longer than a decoder's positions: where all are filled, the beginning is forgotten, and the last half of what was
 * there is read anew, in the pass that reads the next tokens. Not thread-safe. Closes the reader that it stands on.
 */
final class SlidingReader implements TokenReader {

    private final CachedReader reader;
    private final int positions;
    private final int opening;
    private int[][] window;
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
        this.window = read.clone();
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
        return left > 0 ? left : positions - positions / 2;
    }

    @Override
    public float[][] read(int[][] tokens) {
        return reader.read(withRoom(tokens));
    }

    @Override
    public float[][][] readAll(int[][] tokens) {
        return Arrays.stream(reader.readAll(withRoom(tokens)))
                .map(row -> last(row, tokens[0].length))
                .toArray(float[][][]::new);
    }

    @Override
    public WithVectors readWithVectors(int[][] tokens) {
        WithVectors read = reader.readWithVectors(withRoom(tokens));
        return new WithVectors(
                read.logits(),
                Arrays.stream(read.vectors())
                        .map(row -> last(row, tokens[0].length))
                        .toArray(float[][][]::new));
    }

    private static float[][] last(float[][] row, int count) {
        return Arrays.copyOfRange(row, row.length - count, row.length);
    }

    /** What the reader has to read: the tokens, and where it is full also what it has to read anew before them. */
    private int[][] withRoom(int[][] tokens) {
        boolean full = reader.length() + tokens[0].length > positions;
        if (full) {
            slide();
        }
        int[][] unread = full ? joined(window, tokens) : tokens;
        window = window.length == 0 ? tokens.clone() : joined(window, tokens);
        return unread;
    }

    private void slide() {
        int kept = positions / 2;
        int stay = Math.max(0, Math.min(opening, kept - 1));
        int leaving = window[0].length - kept;
        window = Arrays.stream(window).map(row -> without(row, stay, leaving)).toArray(int[][]::new);
        dropped += leaving;
        reader.restart(Arrays.stream(reader.padding())
                .map(count -> Math.max(0, count - leaving))
                .toArray());
    }

    /** A row without so many tokens behind its first ones. */
    static int[] without(int[] row, int stay, int leaving) {
        int[] shorter = Arrays.copyOf(row, row.length - leaving);
        System.arraycopy(row, stay + leaving, shorter, stay, shorter.length - stay);
        return shorter;
    }

    private static int[][] joined(int[][] rows, int[][] more) {
        return IntStream.range(0, rows.length)
                .mapToObj(row -> {
                    int[] longer = Arrays.copyOf(rows[row], rows[row].length + more[row].length);
                    System.arraycopy(more[row], 0, longer, rows[row].length, more[row].length);
                    return longer;
                })
                .toArray(int[][]::new);
    }

    @Override
    public float[][] further() {
        return reader.further();
    }

    @Override
    public void truncate(int kept) {
        reader.truncate(kept - dropped);
        window = Arrays.stream(window)
                .map(row -> Arrays.copyOf(row, kept - dropped))
                .toArray(int[][]::new);
    }

    @Override
    public void reorder(int[] rows) {
        reader.reorder(rows);
        int[][] before = window;
        window = Arrays.stream(rows).mapToObj(row -> before[row]).toArray(int[][]::new);
    }

    @Override
    public void close() {
        reader.close();
    }
}
