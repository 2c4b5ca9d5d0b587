package dev.jformers.training.metrics;

/**
 * How well one class is told from the others. A ratio whose denominator is 0 counts as 0, as with scikit-learn's
 * {@code zero_division=0}.
 *
 * @param name the class
 * @param precision the share of the examples predicted as this class that are of it
 * @param recall the share of the examples of this class that are predicted as it
 * @param f1 the harmonic mean of precision and recall
 * @param support how many examples are of this class
 */
public record ClassScore(String name, double precision, double recall, double f1, long support) {

    static ClassScore of(ConfusionMatrix confusion, int label) {
        long hits = confusion.count(label, label);
        long predicted = confusion.predicted(label);
        long support = confusion.support(label);
        return new ClassScore(
                confusion.names().get(label),
                ratio(hits, predicted),
                ratio(hits, support),
                ratio(2 * hits, predicted + support),
                support);
    }

    static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
