package dev.jformers.training.objective;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Which tokens a decoder predicts in rows, each from the token before it.
 *
 * @param positions from where, as places in {@code [batch * seq]}
 * @param labels which tokens
 */
@SuppressWarnings("ArrayRecordComponent")
record NextTokens(long[] positions, long[] labels) {

    /** Says whether a token is to be predicted. */
    @FunctionalInterface
    interface Asked {

        /**
         * @param row its number
         * @param place of the token in it, from 1
         */
        boolean test(int row, int place);
    }

    /**
     * @param rows tokens of each row
     * @param length tokens of a row, padding counted
     */
    static NextTokens of(List<int[]> rows, int length, Asked asked) {
        LongStream.Builder positions = LongStream.builder();
        LongStream.Builder labels = LongStream.builder();
        for (int i = 0; i < rows.size(); i++) {
            int[] row = rows.get(i);
            for (int place = 1; place < row.length; place++) {
                if (asked.test(i, place)) {
                    positions.add((long) i * length + place - 1);
                    labels.add(row[place]);
                }
            }
        }
        return new NextTokens(positions.build().toArray(), labels.build().toArray());
    }
}
