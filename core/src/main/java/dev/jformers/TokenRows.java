package dev.jformers;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The token ids that a reader has read, as many for each row. Not thread-safe. */
final class TokenRows {

    private int[][] rows;

    TokenRows(int[][] rows) {
        this.rows = rows.clone();
    }

    int[][] rows() {
        return rows;
    }

    /** Number of tokens a row. */
    int length() {
        return rows[0].length;
    }

    void add(int[][] tokens) {
        int[][] before = rows;
        rows = IntStream.range(0, before.length)
                .mapToObj(row -> {
                    int[] longer = Arrays.copyOf(before[row], before[row].length + tokens[row].length);
                    System.arraycopy(tokens[row], 0, longer, before[row].length, tokens[row].length);
                    return longer;
                })
                .toArray(int[][]::new);
    }

    void truncate(int kept) {
        rows = Arrays.stream(rows).map(row -> Arrays.copyOf(row, kept)).toArray(int[][]::new);
    }

    /** Takes out so many tokens behind the first ones. */
    void drop(int stay, int leaving) {
        rows = Arrays.stream(rows).map(row -> without(row, stay, leaving)).toArray(int[][]::new);
    }

    void reorder(int[] picked) {
        int[][] before = rows;
        rows = Arrays.stream(picked).mapToObj(row -> before[row]).toArray(int[][]::new);
    }

    /** A row without so many tokens behind its first ones. */
    static int[] without(int[] row, int stay, int leaving) {
        int[] shorter = Arrays.copyOf(row, row.length - leaving);
        System.arraycopy(row, stay + leaving, shorter, stay, shorter.length - stay);
        return shorter;
    }

    /** What belongs to the last tokens of a row. */
    static float[][] last(float[][] ofTokens, int count) {
        return Arrays.copyOfRange(ofTokens, ofTokens.length - count, ofTokens.length);
    }
}
