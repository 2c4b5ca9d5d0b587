package dev.jformers.training.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the predictions of a classifier are worth, by scikit-learn's definitions with {@code zero_division=0}. Immutable.
 *
 * @param confusion the counts that everything else follows from
 */
public record ClassificationMetrics(ConfusionMatrix confusion) {

    /**
     * @param labels the true class of each example, from 0
     * @param predictions the predicted class of each example, from 0
     * @param names a name a class
     * @throws IllegalArgumentException if the lengths differ or a class has no name
     */
    public static ClassificationMetrics of(int[] labels, int[] predictions, List<String> names) {
        return new ClassificationMetrics(new ConfusionMatrix(labels, predictions, names));
    }

    /** The share of examples predicted rightly; 0 without examples. */
    public double accuracy() {
        return ClassScore.ratio(confusion.correct(), confusion.total());
    }

    /**
     * The plain mean of the classes' F1. A class that is neither in the data nor ever predicted is left out, as by
     * scikit-learn's {@code f1_score(average="macro")}.
     */
    public double macroF1() {
        return macro(ClassScore::f1);
    }

    /** The plain mean of a score over the classes that {@link #macroF1} counts; 0 if there is none. */
    public double macro(ToDoubleFunction<ClassScore> score) {
        return IntStream.range(0, confusion.size())
                .filter(label -> confusion.support(label) + confusion.predicted(label) > 0)
                .mapToDouble(label -> score.applyAsDouble(ClassScore.of(confusion, label)))
                .average()
                .orElse(0);
    }

    /** The mean of a score over the classes, each weighed by its support; 0 without examples. */
    public double weighted(ToDoubleFunction<ClassScore> score) {
        double sum = classes().stream()
                .mapToDouble(each -> each.support() * score.applyAsDouble(each))
                .sum();
        return ClassScore.ratio(sum, confusion.total());
    }

    /** A score a class, in the order of their numbers. */
    public List<ClassScore> classes() {
        return IntStream.range(0, confusion.size())
                .mapToObj(label -> ClassScore.of(confusion, label))
                .toList();
    }
}
