package dev.jformers.generation;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What sampling and beam search make of scores. */
final class Probabilities {

    private Probabilities() {}

    /** Logarithms of the probabilities that the scores stand for. */
    static float[] logSoftmax(float[] scores) {
        double most = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - most);
        }
        double total = most + Math.log(sum);
        float[] logs = new float[scores.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) (scores[i] - total);
        }
        return logs;
    }

    /** The logarithm of the probability of one token. */
    static float log(float[] scores, int token) {
        float most = scores[best(scores)];
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - most);
        }
        return (float) (scores[token] - most - Math.log(sum));
    }

    /** A place drawn by the probabilities. */
    static int draw(double[] probabilities, RandomGenerator random) {
        double left = random.nextDouble();
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            left -= probabilities[i];
            if (left < 0) {
                return i;
            }
            last = probabilities[i] > 0 ? i : last;
        }
        return last;
    }

    /** The probabilities that the scores stand for. */
    static double[] softmax(float[] scores) {
        double most = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        double[] probabilities = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = Math.exp(scores[i] - most);
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** The place of the highest score, the first of equals. */
    static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    /** The places of the possible scores, the highest first, equals in their order. */
    static int[] descending(float[] scores) {
        long[] keys = IntStream.range(0, scores.length)
                .filter(i -> scores[i] > Float.NEGATIVE_INFINITY)
                .mapToLong(i -> (long) ordered(-scores[i]) << Integer.SIZE | i)
                .toArray();
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** A whole number that is greater where the other number is. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value == 0 ? 0f : value);
        return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    }
}
