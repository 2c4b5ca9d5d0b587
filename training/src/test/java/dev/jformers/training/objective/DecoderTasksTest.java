package dev.jformers.training.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jformers.tokenizer.EncodedText;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The batches of decoders. */
class DecoderTasksTest {

    private static final int END = 9;
    private static final int PAD = 0;

    @Test
    void eachTokenOfARowIsPredictedFromTheOneBeforeItButPaddingIsNot() {
        Batch batch = autoregressive(Packing.CONTINUOUS).collate(List.of(row(1, 2, END, 3), row(4, 5)), new Random(1));
        assertArrayEquals(
                new long[] {1, 2, END, 3, 4, 5, PAD, PAD}, batch.inputs().ids());
        assertArrayEquals(new long[] {0, 1, 2, 4}, batch.positions());
        assertArrayEquals(new long[] {2, END, 3, 5}, batch.labels());
        assertEquals(new Layout.Texts(), batch.layout());
    }

    @Test
    void separateDocumentsStartAnewAndAreNotPredictedFromTheOneBefore() {
        Batch batch = autoregressive(Packing.SEPARATE)
                .collate(List.of(row(1, 2, END, 3, END, 4), row(5, END)), new Random(1));
        assertArrayEquals(new long[] {0, 1, 3, 6}, batch.positions());
        assertArrayEquals(new long[] {2, END, END, END}, batch.labels());
        Layout.Documents documents = (Layout.Documents) batch.layout();
        assertArrayEquals(new long[] {0, 0, 0, 1, 1, 2}, first(documents.numbers()));
        assertArrayEquals(new long[] {0, 1, 2, 0, 1, 0}, first(documents.positions()));
    }

    @Test
    void aGivenPrefixIsNotPredictedAndItsTargetIs() {
        Batch batch = prefixes()
                .collate(
                        List.of(
                                new EncodedExample(text(1, 2, 3), new int[] {7, END}),
                                new EncodedExample(text(4), new int[] {8, 6, END})),
                        new Random(1));
        assertArrayEquals(
                new long[] {1, 2, 3, 7, END, 4, 8, 6, END, PAD}, batch.inputs().ids());
        assertArrayEquals(new long[] {3, 1}, ((Layout.Prefixes) batch.layout()).lengths());
        assertArrayEquals(new long[] {2, 3, 5, 6, 7}, batch.positions());
        assertArrayEquals(new long[] {7, END, 8, 6, END}, batch.labels());
    }

    @Test
    void aDrawnPrefixHasAnyLengthThatLeavesSomethingToPredict() {
        TreeSet<Long> lengths = new TreeSet<>();
        Random random = new Random(5);
        for (int draw = 0; draw < 200; draw++) {
            Batch batch = prefixes().collate(List.of(row(1, 2, 3, 4, END)), random);
            long length = ((Layout.Prefixes) batch.layout()).lengths()[0];
            lengths.add(length);
            assertEquals(5 - length, batch.labels().length);
            assertEquals(length - 1, batch.positions()[0]);
        }
        assertEquals(List.of(1L, 2L, 3L, 4L), List.copyOf(lengths));
    }

    private static AutoregressiveTask autoregressive(Packing packing) {
        return new AutoregressiveTask(new Autoregressive(packing, null, 1), END, PAD);
    }

    private static PrefixLmTask prefixes() {
        return new PrefixLmTask(Packing.NONE, END, PAD);
    }

    private static EncodedExample row(int... ids) {
        return new EncodedExample(text(ids));
    }

    private static EncodedText text(int... ids) {
        return new EncodedText(ids, new int[0], false);
    }

    private static long[] first(long[] rows) {
        return java.util.Arrays.copyOf(rows, 6);
    }
}
