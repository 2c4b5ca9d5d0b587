package dev.jformers;

import dev.jformers.model.StackConfig;

/**
 * Keeps the tokens of a text that may outgrow a length from which on its order enters into attention in another way, so that those before
 * can be read anew. Keeps none of other texts. Not thread-safe.
 */
final class ReadAnew {

    private final long limit;
    private final TokenRows read;
    private boolean beyond;

    ReadAnew(StackConfig stack, int rows) {
        this.limit = stack.layers().stream()
                .mapToLong(layer -> layer.attention().position().readAnewBeyond())
                .min()
                .orElse(Long.MAX_VALUE);
        this.read = new TokenRows(new int[rows][0]);
    }

    private boolean isNeeded() {
        return limit < Long.MAX_VALUE;
    }

    /**
     * How many tokens can be read in one pass as they would be one by one.
     *
     * @param places that the text takes up
     */
    int room(long places) {
        long left = limit - places;
        return left > 0 ? (int) Math.min(left, Integer.MAX_VALUE) : Integer.MAX_VALUE;
    }

    /**
     * Takes the next tokens.
     *
     * @param places that the text takes up with them
     * @return whether all tokens are to be read anew: the text has grown beyond the length, or shrunk again
     */
    boolean add(int[][] tokens, long places) {
        if (!isNeeded()) {
            return false;
        }
        boolean anew = read.length() > 0 && places > limit != beyond;
        beyond = places > limit;
        read.add(tokens);
        return anew;
    }

    /** All tokens, row by row. */
    int[][] tokens() {
        return read.rows();
    }

    void truncate(int kept) {
        if (isNeeded()) {
            read.truncate(kept);
        }
    }

    void reorder(int[] rows) {
        read.reorder(rows);
    }
}
