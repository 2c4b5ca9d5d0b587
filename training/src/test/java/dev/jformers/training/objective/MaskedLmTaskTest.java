package dev.jformers.training.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.SpecialTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskedLmTaskTest {

    private static final int CLS = 1;
    private static final int SEP = 2;
    private static final int MASK = 3;
    private static final SpecialTokens TOKENS = new SpecialTokens("[MASK]", MASK, Set.of(0, CLS, SEP, MASK), 1000);
    private static final MaskedLmTask TASK = new MaskedLmTask(new MaskedLm(0.15, 0.8, 0.1), TOKENS, 0);

    @Test
    void hidesFifteenPercentOfTheTokensByTheRuleOfEightyTenTen() {
        List<EncodedExample> examples = texts(400);
        Batch batch = TASK.collate(examples, new Random(5));
        long tokens = examples.stream()
                .mapToLong(example -> example.text().length() - 2)
                .sum();
        long masked = 0;
        long kept = 0;
        for (int i = 0; i < batch.positions().length; i++) {
            long id = batch.inputs().ids()[(int) batch.positions()[i]];
            masked += id == MASK ? 1 : 0;
            kept += id == batch.labels()[i] ? 1 : 0;
        }
        double hidden = batch.positions().length;
        assertEquals(0.15, hidden / tokens, 0.01);
        assertEquals(0.8, masked / hidden, 0.02);
        assertEquals(0.1, kept / hidden, 0.02);
    }

    @Test
    void neverHidesSpecialTokensOrPadding() {
        Batch batch = TASK.collate(texts(400), new Random(6));
        assertTrue(batch.labels().length > 1000);
        for (long label : batch.labels()) {
            assertTrue(label > MASK, "hid " + label);
        }
    }

    @Test
    void labelsAreTheTokensThatWereThere() {
        List<EncodedExample> examples = texts(50);
        Batch batch = TASK.collate(examples, new Random(7));
        int length = batch.inputs().length();
        for (int i = 0; i < batch.positions().length; i++) {
            int position = (int) batch.positions()[i];
            int[] ids = examples.get(position / length).text().ids();
            assertEquals(ids[position % length], batch.labels()[i]);
        }
    }

    @Test
    void theSameRandomStateHidesTheSameTokens() {
        Batch one = TASK.collate(texts(20), new Random(8));
        Batch other = TASK.collate(texts(20), new Random(8));
        assertArrayEquals(one.inputs().ids(), other.inputs().ids());
        assertArrayEquals(one.positions(), other.positions());
    }

    private static List<EncodedExample> texts(int count) {
        Random random = new Random(1);
        List<EncodedExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = 5 + random.nextInt(60);
            int[] ids = IntStream.range(0, length)
                    .map(place -> place == 0 ? CLS : place == length - 1 ? SEP : 4 + random.nextInt(996))
                    .toArray();
            examples.add(new EncodedExample(new EncodedText(ids, new int[0], false), -1));
        }
        return examples;
    }
}
