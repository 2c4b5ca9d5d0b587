package dev.jformers.tokenizer;

import java.util.List;
import java.util.function.Function;

/**
 * Texts side by side, the shorter ones padded at their end. Arrays are {@code [batch, seq]}, row by row.
 *
 * @param rows number of texts ({@code batch})
 * @param length number of tokens of the longest ({@code seq})
 * @param ids token ids, the pad id where there is none
 * @param types segments; empty where all are segment 0
 * @param mask 1 for tokens and 0 for padding; empty where nothing is padded
 * @param tokens number of tokens that are no padding
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedBatch(int rows, int length, long[] ids, long[] types, long[] mask, long tokens) {

    /**
     * @param texts at least one
     * @param padId fills the end of shorter texts
     */
    public static EncodedBatch of(List<EncodedText> texts, int padId) {
        int length = texts.stream().mapToInt(EncodedText::length).max().orElseThrow();
        long tokens = texts.stream().mapToLong(EncodedText::length).sum();
        boolean typed = texts.stream().anyMatch(text -> text.types().length > 0);
        boolean padded = tokens < (long) length * texts.size();
        return new EncodedBatch(
                texts.size(),
                length,
                fill(texts, length, EncodedText::ids, padId),
                typed ? fill(texts, length, EncodedText::types, 0) : new long[0],
                padded ? mask(texts, length) : new long[0],
                tokens);
    }

    private static long[] fill(List<EncodedText> texts, int length, Function<EncodedText, int[]> values, int padding) {
        long[] filled = new long[Math.multiplyExact(length, texts.size())];
        int start = 0;
        for (EncodedText text : texts) {
            int[] row = values.apply(text);
            for (int i = 0; i < length; i++) {
                filled[start + i] = i < row.length ? row[i] : padding;
            }
            start += length;
        }
        return filled;
    }

    private static long[] mask(List<EncodedText> texts, int length) {
        long[] mask = new long[Math.multiplyExact(length, texts.size())];
        int start = 0;
        for (EncodedText text : texts) {
            java.util.Arrays.fill(mask, start, start + text.length(), 1);
            start += length;
        }
        return mask;
    }
}
