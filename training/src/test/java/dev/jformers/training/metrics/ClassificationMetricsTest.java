package dev.jformers.training.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The golden numbers are scikit-learn 1.9.1's: {@code accuracy_score, f1_score, precision_recall_fscore_support}. */
class ClassificationMetricsTest {
    private static final double EXACT = 1e-15;
    private static final int[] LABELS = {0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3};
    private static final int[] PREDICTIONS = {0, 0, 1, 1, 1, 2, 1, 2, 0, 0, 1, 1};

    @Test
    void classThatIsNeverPredictedCountsAsZero() {
        var metrics = ClassificationMetrics.of(LABELS, PREDICTIONS, List.of("act", "body", "food", "state"));

        assertEquals(0.5, metrics.accuracy(), EXACT);
        assertEquals(0.4178571428571428, metrics.macroF1(), EXACT);
        assertEquals(0.4261904761904762, metrics.weighted(ClassScore::f1), EXACT);
        assertEquals(new ClassScore("state", 0, 0, 0, 3), metrics.classes().get(3));
        assertScores(metrics, ClassScore::precision, 0.5, 0.5, 0.5, 0);
        assertScores(metrics, ClassScore::recall, 0.6666666666666666, 0.75, 0.5, 0);
        assertScores(metrics, ClassScore::f1, 0.5714285714285714, 0.6, 0.5, 0);
    }

    @Test
    void twoHundredExamplesScoreAsInScikitLearn() {
        int[] labels = IntStream.range(0, 200).map(i -> (i * 7 + 3) % 5).toArray();
        int[] predictions = IntStream.range(0, 200)
                .map(i -> i * 13 % 11 < 8 ? labels[i] : (labels[i] + i) % 5)
                .toArray();
        var metrics = ClassificationMetrics.of(labels, predictions, List.of("a", "b", "c", "d", "e"));

        assertEquals(0.79, metrics.accuracy(), EXACT);
        assertEquals(0.7898686679174484, metrics.macroF1(), EXACT);
        assertScores(
                metrics,
                ClassScore::precision,
                0.7368421052631579,
                0.7142857142857143,
                0.7631578947368421,
                1,
                0.7380952380952381);
        assertScores(metrics, ClassScore::recall, 0.7, 0.75, 0.725, 1, 0.775);
        assertScores(
                metrics,
                ClassScore::f1,
                0.717948717948718,
                0.7317073170731707,
                0.7435897435897436,
                1,
                0.7560975609756098);
        long[] ofTheThird = IntStream.range(0, 5)
                .mapToLong(predicted -> metrics.confusion().count(2, predicted))
                .toArray();
        assertArrayEquals(new long[] {0, 0, 29, 0, 11}, ofTheThird);
    }

    @Test
    void classThatNeverOccursIsLeftOutOfTheMacroMean() {
        var metrics = ClassificationMetrics.of(LABELS, PREDICTIONS, List.of("act", "body", "food", "state", "unseen"));

        assertEquals(0.4178571428571428, metrics.macroF1(), EXACT);
        assertEquals(5, metrics.classes().size());
    }

    @Test
    void noExamplesScoreZero() {
        var metrics = ClassificationMetrics.of(new int[0], new int[0], List.of("a", "b"));

        assertEquals(0, metrics.accuracy());
        assertEquals(0, metrics.macroF1());
        assertEquals(0, metrics.weighted(ClassScore::recall));
    }

    @Test
    void classWithoutNameIsReportedWithItsExample() {
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> ClassificationMetrics.of(new int[] {0, 2}, new int[] {0, 0}, List.of("a", "b")));
        assertEquals("example 1 has class 2 but there are names for 2", thrown.getMessage());
    }

    private static void assertScores(
            ClassificationMetrics metrics, ToDoubleFunction<ClassScore> score, double... expected) {
        assertArrayEquals(
                expected, metrics.classes().stream().mapToDouble(score).toArray(), EXACT);
    }
}
