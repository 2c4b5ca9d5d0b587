package dev.jformers.training.data;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Fisher-Yates over a named generator, so that a seed gives the same order on every Java platform. */
final class Shuffle {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final RandomGenerator random;

    /** The shuffles of one epoch; epochs of one seed are independent of each other. */
    Shuffle(long seed, int epoch) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + epoch * GOLDEN_RATIO);
    }

    /** The numbers from 0 to count - 1 in random order. */
    int[] permutation(int count) {
        int[] numbers = new int[count];
        for (int i = 1; i < count; i++) {
            int other = below(i + 1);
            numbers[i] = numbers[other];
            numbers[other] = i;
        }
        return numbers;
    }

    /** From 0 to bound - 1: the high half of a product, because how nextInt(bound) draws is not specified. */
    private int below(int bound) {
        return (int) Math.multiplyHigh(random.nextLong() >>> 1, 2L * bound);
    }
}
