package dev.jformers.training.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void figuresReadAsPeopleWriteThem() {
        assertEquals("55,674", Figures.count(55674));
        assertEquals("0.9404", Figures.share(0.94041));
        assertEquals("94.0 %", Figures.percent(0.94041));
        assertEquals("0.2314", Figures.loss(0.23136));
        assertEquals("8.12e-5", Figures.learningRate(0.0000812));
        assertEquals("2,150", Figures.rate(2150.4));
        assertEquals("77.7", Figures.rate(77.71));
    }

    @Test
    void smallLossKeepsItsDigits() {
        assertEquals("2.31e-04", Figures.loss(0.000231));
    }

    @Test
    void whatIsNoNumberSaysSo() {
        assertEquals("n/a", Figures.loss(Double.NaN));
        assertEquals("n/a", Figures.learningRate(Double.POSITIVE_INFINITY));
        assertEquals("n/a", Figures.rate(Double.NaN));
    }

    @Test
    void durationHasTwoUnitsAtMost() {
        assertEquals("48 s", Figures.duration(Duration.ofSeconds(48)));
        assertEquals("2 min 41 s", Figures.duration(Duration.ofSeconds(161)));
        assertEquals("3 h 05 min", Figures.duration(Duration.ofSeconds(3 * 3600 + 5 * 60 + 7)));
        assertEquals("0 s", Figures.duration(Duration.ofSeconds(-4)));
    }
}
