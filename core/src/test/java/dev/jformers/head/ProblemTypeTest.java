package dev.jformers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class ProblemTypeTest {

    @Test
    void oneLabelSharesTheProbabilityHoweverLargeTheLogits() {
        assertArrayEquals(new double[] {0.5, 0.5, 0}, ProblemType.SINGLE_LABEL.scores(1000, 1000, -1000), 1e-12);
        assertArrayEquals(new double[] {0.25, 0.75}, ProblemType.SINGLE_LABEL.scores(0, (float) Math.log(3)), 1e-7);
    }

    @Test
    void severalLabelsHaveAProbabilityEach() {
        assertArrayEquals(
                new double[] {0.5, 0.75, 0}, ProblemType.MULTI_LABEL.scores(0, (float) Math.log(3), -1000), 1e-7);
    }

    @Test
    void aRegressionSaysItsNumbers() {
        assertArrayEquals(new double[] {-2.5, 7}, ProblemType.REGRESSION.scores(-2.5f, 7), 0);
    }
}
