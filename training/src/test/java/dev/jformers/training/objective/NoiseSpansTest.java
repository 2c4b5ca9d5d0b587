package dev.jformers.training.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSpansTest {

    private final Random random = new Random(3);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 20, 114, 512})
    void lengthAloneSaysHowManyTokensAndSpansAreCutOut(int length) {
        NoiseSpans spans = new NoiseSpans(0.15, 3, 100);
        long noise = Math.max(1, Math.round(0.15 * length));
        for (int draw = 0; draw < 50; draw++) {
            boolean[] mask = spans.draw(length, random);
            assertEquals(noise, count(mask));
            assertEquals(Math.max(1, Math.round(noise / 3.0)), starts(mask));
            assertFalse(mask[0]);
            assertTrue(mask[length - 1]);
        }
    }

    @Test
    void spansHaveEveryLengthAndTheMeanThatWasAskedFor() {
        NoiseSpans spans = new NoiseSpans(0.15, 3, 100);
        TreeSet<Integer> lengths = new TreeSet<>();
        for (int draw = 0; draw < 300; draw++) {
            boolean[] mask = spans.draw(200, random);
            int run = 0;
            for (boolean noise : mask) {
                if (!noise && run > 0) {
                    lengths.add(run);
                }
                run = noise ? run + 1 : 0;
            }
        }
        assertEquals(1, lengths.first());
        assertTrue(lengths.last() > 8, lengths::toString);
    }

    @Test
    void thereAreNoMoreSpansThanSentinels() {
        boolean[] mask = new NoiseSpans(0.5, 1, 4).draw(100, random);
        assertEquals(50, count(mask));
        assertEquals(4, starts(mask));
    }

    private static long count(boolean[] mask) {
        long count = 0;
        for (boolean noise : mask) {
            count += noise ? 1 : 0;
        }
        return count;
    }

    private static long starts(boolean[] mask) {
        long starts = 0;
        for (int i = 0; i < mask.length; i++) {
            starts += mask[i] && (i == 0 || !mask[i - 1]) ? 1 : 0;
        }
        return starts;
    }
}
