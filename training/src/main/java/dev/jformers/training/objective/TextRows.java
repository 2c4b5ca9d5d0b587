package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the rows of a language model out of texts, each of which is followed by the token that ends it.
 *
 * @param packing how
 * @param endId the token that ends a text
 */
record TextRows(Packing packing, int endId) {

    /**
     * @param model the folder that holds {@code tokenizer.json}
     * @param length the most tokens of a row
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    EncodedData of(Dataset data, Path model, int length) throws InterruptedException {
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            List<int[]> texts = Tokenization.of(data, Example::text, tokenizer::encode).stream()
                    .map(text -> ended(text.ids()))
                    .toList();
            return packing == Packing.NONE ? oneEach(data, texts, length) : packed(data, texts, length);
        }
    }

    private int[] ended(int[] ids) {
        return ended(ids, endId);
    }

    /** The tokens and the one that ends them, which some tokenizers have put there already. */
    static int[] ended(int[] ids, int endId) {
        if (ids.length > 0 && ids[ids.length - 1] == endId) {
            return ids;
        }
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = endId;
        return ended;
    }

    private static EncodedData oneEach(Dataset data, List<int[]> texts, int length) {
        List<EncodedExample> rows = texts.stream()
                .map(ids -> row(Arrays.copyOf(ids, Math.min(length, ids.length)), ids.length > length))
                .toList();
        return EncodedData.ofTexts(
                data, rows, texts.stream().filter(ids -> ids.length > length).count());
    }

    private static EncodedData packed(Dataset data, List<int[]> texts, int length) {
        List<EncodedExample> rows = new ArrayList<>();
        int[] row = new int[length];
        int filled = 0;
        for (int[] text : texts) {
            for (int from = 0; from < text.length; ) {
                int count = Math.min(length - filled, text.length - from);
                System.arraycopy(text, from, row, filled, count);
                from += count;
                filled += count;
                if (filled == length) {
                    rows.add(row(row.clone(), false));
                    filled = 0;
                }
            }
        }
        if (filled > 1) { // a single token predicts nothing
            rows.add(row(Arrays.copyOf(row, filled), false));
        }
        return new EncodedData(data, rows, 0, true);
    }

    private static EncodedExample row(int[] ids, boolean truncated) {
        return new EncodedExample(new EncodedText(ids, new int[0], truncated));
    }
}
