package dev.jformers.training.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jformers.model.ShiftRight;
import dev.jformers.tokenizer.EncodedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanCorruptionTaskTest {

    private static final int END = 1;
    private static final List<Integer> SENTINELS = List.of(999, 998, 997, 996, 995, 994);
    private static final SpanCorruptionTask TASK = new SpanCorruptionTask(
            new SpanCorruption(0.15, 3, Packing.NONE),
            new DecoderTargets(new ShiftRight.FromStart(0, 0), END),
            SENTINELS);

    @Test
    void inputAndTargetTogetherAreTheText() {
        int[] text = IntStream.range(10, 90).toArray();
        EncodedExample example = new EncodedExample(new EncodedText(text, new int[0], false));
        Batch batch = TASK.collate(List.of(example), new Random(4));
        List<Integer> input = list(batch.inputs().ids());
        List<Integer> target = list(batch.labels());
        assertEquals(END, target.get(target.size() - 1));
        assertEquals(
                SENTINELS.subList(0, 4),
                input.stream().filter(SENTINELS::contains).toList());
        assertEquals(
                SENTINELS.subList(0, 4),
                target.stream().filter(SENTINELS::contains).toList());
        assertArrayEquals(text, filledIn(input, target.subList(0, target.size() - 1)));
        assertEquals(80 + 4 + 4 + 1, batch.tokens());
    }

    @Test
    void aTextOfTwoTokensLosesOne() {
        EncodedExample example = new EncodedExample(new EncodedText(new int[] {7, 8}, new int[0], false));
        Batch batch = TASK.collate(List.of(example), new Random(4));
        assertEquals(List.of(7, 999), list(batch.inputs().ids()));
        assertEquals(List.of(999, 8, END), list(batch.labels()));
    }

    /** The input with each sentinel replaced by what the target says behind it. */
    private static int[] filledIn(List<Integer> input, List<Integer> target) {
        List<Integer> text = new ArrayList<>();
        for (int id : input) {
            int from = SENTINELS.contains(id) ? target.indexOf(id) + 1 : -1;
            if (from < 0) {
                text.add(id);
                continue;
            }
            for (int i = from; i < target.size() && !SENTINELS.contains(target.get(i)); i++) {
                text.add(target.get(i));
            }
        }
        return text.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> list(long[] ids) {
        return Arrays.stream(ids).mapToObj(Math::toIntExact).toList();
    }
}
