package dev.jformers.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenSampleTest {

    @Test
    void streamNoLongerThanTheSampleIsKeptWhole() {
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), lines(sample(5, 5)));
        assertEquals(List.of(0L, 1L, 2L), lines(sample(3, 5)));
        assertEquals(List.of(), lines(sample(0, 5)));
    }

    @ParameterizedTest
    @CsvSource({
        "6, 5",
        "10, 9",
        "1000, 999",
        "1000, 1",
        "1000, 10",
        "100000, 100",
        "123457, 1000",
        "4001, 1000",
        "3999, 1000"
    })
    void sampleHasItsSizeIsInOrderAndReachesOverTheStream(int stream, int size) {
        List<Long> lines = lines(sample(stream, size));
        assertEquals(size, lines.size());
        assertEquals(lines.stream().distinct().sorted().toList(), lines);
        double share = (double) size / stream;
        for (int tenth = 1; tenth < 10; tenth++) {
            long end = (long) stream * tenth / 10;
            double drawn = lines.stream().filter(line -> line < end).count();
            assertEquals(share * end, drawn, 2 + 0.02 * size, "up to " + end);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1000", "3, 1000", "4, 1000", "5, 1000", "8, 512", "2, 5000"})
    void alternatingLabelsAreSampledAlike(int labels, int size) {
        List<Long> lines = lines(sample(10_000, size));
        for (int label = 0; label < labels; label++) {
            int remainder = label;
            long count =
                    lines.stream().filter(line -> line % labels == remainder).count();
            assertEquals((double) size / labels, count, 0.25 * size / labels, "label " + label);
        }
    }

    @Test
    void sampleIsAlwaysTheSame() {
        assertEquals(lines(sample(10_000, 77)), lines(sample(10_000, 77)));
        assertTrue(lines(sample(10_000, 77)).get(0) < 10_000 / 77 * 2);
    }

    @Test
    void sampleOfNothingIsRefused() {
        assertThrows(InvalidInputException.class, () -> new EvenSample(0));
    }

    private static List<Example> sample(int stream, int size) {
        EvenSample sample = new EvenSample(size);
        for (int i = 0; i < stream; i++) {
            sample.add(new Example("text", null, null, i));
        }
        assertEquals(stream, sample.seen());
        return sample.examples();
    }

    private static List<Long> lines(List<Example> examples) {
        return examples.stream().map(Example::line).toList();
    }
}
