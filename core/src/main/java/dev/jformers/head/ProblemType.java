package dev.jformers.head;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What the labels of a classifier of sequences mean. */
public enum ProblemType {
    /** Each sequence has one label: its probability is a softmax of the logits, the loss is cross-entropy. */
    SINGLE_LABEL {
        @Override
        public double[] scores(float... logits) {
            double largest = numbers(logits).max().orElse(0);
            double[] exponentials =
                    numbers(logits).map(logit -> Math.exp(logit - largest)).toArray();
            double sum = Arrays.stream(exponentials).sum();
            return Arrays.stream(exponentials).map(value -> value / sum).toArray();
        }
    },
    /** Each label holds or not, by itself: its probability is a sigmoid of its logit, the loss is binary cross-entropy. */
    MULTI_LABEL {
        @Override
        public double[] scores(float... logits) {
            return numbers(logits).map(logit -> 1 / (1 + Math.exp(-logit))).toArray();
        }
    },
    /** The logits are the predicted numbers, the loss is the mean square error. */
    REGRESSION {
        @Override
        public double[] scores(float... logits) {
            return numbers(logits).toArray();
        }
    };

    /**
     * What the model says of each label of one sequence: probabilities, or numbers.
     *
     * @param logits one a label
     */
    public abstract double[] scores(float... logits);

    private static DoubleStream numbers(float[] logits) {
        return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]);
    }
}
