package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

    private static final int PREDICTIONS = 10_000;

    /**
     * What malloc may still take after the warm-up; 80 kB were seen. The smallest leak, one array of a few numbers in each
     * prediction, costs about 400 bytes: 4 MB over all predictions.
     */
    private static final long TOLERATED_KILOBYTES = 3_000;

    @Test
    void tenThousandPredictionsHoldNoMoreThanTheFirst() throws Exception {
        List<String> lines = ChildJvm.run(
                        System.getProperty("java.class.path"),
                        // A heap that is resident from the start, and no late compiler with an appetite of its own, so
                        // that
                        // only native memory can grow.
                        List.of(
                                "-XX:TieredStopAtLevel=1",
                                "-Xms64m",
                                "-Xmx64m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:+UseSerialGC",
                                "-Dai.djl.pytorch.num_threads=1",
                                ManyPredictions.class.getName(),
                                Fixtures.CLASSIFIER.toString(),
                                Integer.toString(PREDICTIONS)))
                .lines()
                .filter(line -> line.matches("\\d+ \\d+"))
                .toList();
        assertEquals(2, lines.size(), lines::toString);
        assertEquals(live(lines.get(0)), live(lines.get(1)), "live native resources");
        long growth = resident(lines.get(1)) - resident(lines.get(0));
        assertTrue(growth <= TOLERATED_KILOBYTES, "resident memory grew by " + growth + " kB: " + lines);
    }

    private static long live(String line) {
        return Long.parseLong(line.replaceFirst(" .*", ""));
    }

    private static long resident(String line) {
        return Long.parseLong(line.replaceFirst(".* ", ""));
    }
}
