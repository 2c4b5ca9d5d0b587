package dev.jformers.training.data;

import dev.jformers.tokenizer.LengthOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which examples each optimizer step of an epoch takes, and how a step is cut into micro-batches that fit the memory. A plan
 * depends on its arguments and the epoch alone, so that a resumed run goes on where it stopped, on any machine. Immutable and
 * thread-safe.
 */
public final class BatchPlan {

    /** Examples are sorted by length within this many steps: enough to save padding, little enough to stay random. */
    private static final int STEPS_PER_MEGA_BATCH = 100;

    private final int[] lengths;
    private final LengthOrder lengthOrder;
    private final int batchSize;
    private final int maxTokensPerMicroBatch;
    private final boolean groupByLength;
    private final long seed;

    /**
     * @param lengths tokens of each example
     * @param batchSize examples of an optimizer step, over all of its micro-batches
     * @param maxTokensPerMicroBatch positions of a micro-batch, padding included
     * @param groupByLength whether a step takes examples of similar length, which saves padding
     * @param seed decides the order
     * @throws IllegalArgumentException if there is no example, or a size or a length is below 1
     */
    public BatchPlan(int[] lengths, int batchSize, int maxTokensPerMicroBatch, boolean groupByLength, long seed) {
        if (lengths.length == 0 || batchSize < 1 || maxTokensPerMicroBatch < 1) {
            throw new IllegalArgumentException(
                    "%d examples, batchSize %d, maxTokensPerMicroBatch %d: each must be at least 1"
                            .formatted(lengths.length, batchSize, maxTokensPerMicroBatch));
        }
        if (Arrays.stream(lengths).min().getAsInt() < 1) {
            throw new IllegalArgumentException("an example's length is below 1");
        }
        this.lengths = lengths.clone();
        this.lengthOrder = new LengthOrder(lengths);
        this.batchSize = batchSize;
        this.maxTokensPerMicroBatch = maxTokensPerMicroBatch;
        this.groupByLength = groupByLength;
        this.seed = seed;
    }

    /** Optimizer steps of an epoch. */
    public int stepsPerEpoch() {
        return (int) (((long) lengths.length + batchSize - 1) / batchSize);
    }

    /**
     * The examples of each optimizer step: every example once, the last step with what remains. Grouped by length, the step with
     * the longest example comes first in epoch 0, so that too little memory shows at once.
     *
     * @param epoch counted from 0
     */
    public List<int[]> steps(int epoch) {
        Shuffle shuffle = new Shuffle(seed, epoch);
        int[] order = shuffle.permutation(lengths.length);
        if (!groupByLength) {
            return cut(order);
        }
        sortMegaBatches(order);
        return shuffled(cut(order), shuffle, epoch);
    }

    /**
     * Cuts a step, longest examples first, so that the longest example times the number of examples of a micro-batch is within
     * the limit; a longer example is a micro-batch of its own.
     */
    public List<int[]> microBatches(int[] step) {
        return lengthOrder.batches(step, maxTokensPerMicroBatch);
    }

    /** The share of an epoch's positions that are padding, from 0 to 1. */
    public double paddingShare(int epoch) {
        long positions = steps(epoch).stream()
                .flatMap(step -> microBatches(step).stream())
                .mapToLong(batch -> (long) lengths[batch[0]] * batch.length) // the first is the longest
                .sum();
        long tokens = Arrays.stream(lengths).asLongStream().sum();
        return (double) (positions - tokens) / positions;
    }

    private List<int[]> cut(int[] order) {
        List<int[]> steps = new ArrayList<>(stepsPerEpoch());
        for (long from = 0; from < order.length; from += batchSize) {
            steps.add(Arrays.copyOfRange(order, (int) from, (int) Math.min(order.length, from + batchSize)));
        }
        return steps;
    }

    /** The last mega-batch takes the remainder too, so that the last, smaller step never holds the longest examples alone. */
    private void sortMegaBatches(int[] order) {
        long size = (long) STEPS_PER_MEGA_BATCH * batchSize;
        long full = Math.max(1, order.length / size);
        for (long i = 0; i < full; i++) {
            int to = i == full - 1 ? order.length : (int) ((i + 1) * size);
            lengthOrder.sort(order, (int) (i * size), to);
        }
    }

    /** Shuffles all steps but a smaller last one. */
    private List<int[]> shuffled(List<int[]> steps, Shuffle shuffle, int epoch) {
        int full = lengths.length / batchSize;
        List<int[]> shuffled = new ArrayList<>(steps.size());
        Arrays.stream(shuffle.permutation(full)).forEach(step -> shuffled.add(steps.get(step)));
        if (epoch == 0 && full > 0) {
            moveLongestToFront(shuffled);
        }
        shuffled.addAll(steps.subList(full, steps.size()));
        return shuffled;
    }

    private void moveLongestToFront(List<int[]> steps) {
        int longest = 0;
        for (int step = 1; step < steps.size(); step++) {
            if (lengths[steps.get(step)[0]] > lengths[steps.get(longest)[0]]) {
                longest = step;
            }
        }
        steps.add(0, steps.remove(longest));
    }
}
