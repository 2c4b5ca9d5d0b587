package dev.jformers.training.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void ticksAreRoundAndEncloseTheData() {
        assertEquals(List.of("0.88", "0.90", "0.92", "0.94", "0.96"), labels(Ticks.around(0.881, 0.957, 4)));
        assertEquals(List.of("0", "1,000", "2,000", "3,000"), labels(Ticks.around(0, 2341, 4)));
        assertEquals(List.of("0", "2e-5", "4e-5", "6e-5"), labels(Ticks.around(0, 5e-5, 4)));
    }

    @Test
    void singleValueHasAnAxisToo() {
        for (double value : new double[] {0, 1, -3, 2.5e-9, 1e12}) {
            Ticks ticks = Ticks.around(value, value, 4);
            assertTrue(ticks.low() <= value && value <= ticks.high() && ticks.low() < ticks.high(), ticks.toString());
            assertTrue(ticks.values().size() < 10, ticks.toString());
        }
    }

    @Test
    void stepsAreWhole() {
        assertEquals(List.of("0", "1"), labels(Ticks.whole(1, 6)));
        assertEquals(List.of("0", "500", "1,000", "1,500", "2,000"), labels(Ticks.whole(1740, 6)));
    }

    private static List<String> labels(Ticks ticks) {
        return ticks.values().stream().map(ticks::label).toList();
    }
}
