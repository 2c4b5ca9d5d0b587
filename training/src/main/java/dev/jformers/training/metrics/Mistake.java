package dev.jformers.training.metrics;

import java.util.Comparator;

/**
 * An example that a classifier got wrong.
 *
 * @param text the example
 * @param expected its true class
 * @param predicted the class that the model gave
 * @param probability how sure the model was of the class it gave, from 0 to 1
 * @param expectedProbability the probability that it gave to the true class
 */
public record Mistake(String text, String expected, String predicted, double probability, double expectedProbability) {

    static final Comparator<Mistake> MOST_CONFIDENT_FIRST =
            Comparator.comparingDouble(Mistake::probability).reversed().thenComparing(Mistake::text);
}
