package dev.jformers.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 8", "8, 8", "9, 8", "399, 8", "400, 8", "401, 8", "799, 8", "1003, 8", "100, 2000000000"})
    void eachExampleOccursOnceInEveryEpoch(int examples, int batchSize) {
        for (boolean grouped : new boolean[] {false, true}) {
            BatchPlan plan = new BatchPlan(shortTextLengths(examples), batchSize, 64, grouped, 42);
            for (int epoch = 0; epoch < 3; epoch++) {
                List<int[]> steps = plan.steps(epoch);
                assertEquals(plan.stepsPerEpoch(), steps.size());
                assertArrayEquals(IntStream.range(0, examples).toArray(), sorted(steps));
                steps.subList(0, steps.size() - 1).forEach(step -> assertEquals(batchSize, step.length));
                assertArrayEquals(
                        sorted(steps),
                        sorted(steps.stream()
                                .flatMap(step -> plan.microBatches(step).stream())
                                .toList()));
            }
        }
    }

    @Test
    void orderDependsOnSeedAndEpochAlone() {
        int[] lengths = shortTextLengths(500);
        for (boolean grouped : new boolean[] {false, true}) {
            BatchPlan plan = new BatchPlan(lengths, 16, 512, grouped, 1);
            int[][] second = plan.steps(1).toArray(int[][]::new);
            assertTrue(Arrays.deepEquals(
                    second, new BatchPlan(lengths, 16, 512, grouped, 1).steps(1).toArray(int[][]::new)));
            assertFalse(Arrays.deepEquals(second, plan.steps(2).toArray(int[][]::new)));
            assertFalse(Arrays.deepEquals(
                    second, new BatchPlan(lengths, 16, 512, grouped, 2).steps(1).toArray(int[][]::new)));
        }
    }

    @Test
    void orderOfSeedIsTheSameOnEveryPlatform() {
        BatchPlan plan = new BatchPlan(IntStream.rangeClosed(1, 10).toArray(), 4, 64, false, 42);
        assertEquals(
                "[[6, 9, 3, 5], [7, 2, 0, 4], [8, 1]]",
                Arrays.deepToString(plan.steps(0).toArray()));
    }

    @Test
    void permutationsAreUniform() {
        int[] counts = new int[6];
        for (int epoch = 0; epoch < 60_000; epoch++) {
            int[] order = new Shuffle(7, epoch).permutation(3);
            counts[order[0] * 2 + (order[1] < order[2] ? 0 : 1)]++;
        }
        for (int count : counts) {
            assertEquals(10_000, count, 400, Arrays.toString(counts)); // four standard deviations
        }
    }

    @Test
    void groupingKeepsPaddingUnderFivePercent() {
        int[] lengths = shortTextLengths(20_000);
        double random = new BatchPlan(lengths, 32, 2048, false, 42).paddingShare(0);
        double grouped = new BatchPlan(lengths, 32, 2048, true, 42).paddingShare(0);
        assertTrue(random > 0.4, "random " + random);
        assertTrue(grouped < 0.05, "grouped " + grouped);
    }

    @Test
    void paddingShareCountsPaddedPositions() {
        assertEquals(0.25, new BatchPlan(new int[] {4, 2, 3, 3}, 4, NO_LIMIT, false, 1).paddingShare(0));
        assertEquals(0, new BatchPlan(new int[] {4, 2, 3, 3}, 1, NO_LIMIT, false, 1).paddingShare(0));
    }

    @Test
    void longestExampleIsInTheFirstStepOfTheFirstEpoch() {
        for (int examples = 1; examples < 900; examples += 13) {
            int[] lengths = shortTextLengths(examples);
            int[] first =
                    new BatchPlan(lengths, 8, 4096, true, examples).steps(0).get(0);
            assertEquals(
                    Arrays.stream(lengths).max().getAsInt(),
                    Arrays.stream(first).map(example -> lengths[example]).max().getAsInt());
        }
    }

    @Test
    void microBatchesStayWithinTheBudget() {
        int[] lengths = shortTextLengths(1000);
        BatchPlan plan = new BatchPlan(lengths, 100, 256, true, 3);
        for (int[] step : plan.steps(0)) {
            for (int[] batch : plan.microBatches(step)) {
                int longest = Arrays.stream(batch)
                        .map(example -> lengths[example])
                        .max()
                        .getAsInt();
                assertTrue(longest * batch.length <= 256, longest + " x " + batch.length);
            }
        }
    }

    @Test
    void exampleLongerThanTheBudgetIsAMicroBatchOfItsOwn() {
        BatchPlan plan = new BatchPlan(new int[] {5, 500, 4, 300}, 4, 10, false, 1);
        assertTrue(Arrays.deepEquals(
                new int[][] {{1}, {3}, {0, 2}},
                plan.microBatches(new int[] {0, 1, 2, 3}).toArray(int[][]::new)));
    }

    @Test
    void millionExamplesArePlannedQuickly() {
        BatchPlan plan = new BatchPlan(shortTextLengths(1_000_000), 32, 4096, true, 42);
        long start = System.nanoTime();
        assertEquals(31_250, plan.steps(0).size());
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 5, seconds + " s"); // about 0.2 s on an idle machine
    }

    @Test
    void sizesBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BatchPlan(new int[0], 8, 64, true, 1));
        assertThrows(IllegalArgumentException.class, () -> new BatchPlan(new int[] {3}, 0, 64, true, 1));
        assertThrows(IllegalArgumentException.class, () -> new BatchPlan(new int[] {3}, 8, 0, true, 1));
        assertThrows(IllegalArgumentException.class, () -> new BatchPlan(new int[] {3, 0}, 8, 64, true, 1));
    }

    /** Log-normal, fitted to the definitions of a dictionary: median 14, one in a hundred above 46, at most 128. */
    private static int[] shortTextLengths(int count) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, count)
                .map(i -> (int) Math.max(3, Math.min(128, Math.exp(2.66 + 0.51 * random.nextGaussian()))))
                .toArray();
    }

    private static int[] sorted(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    }
}
