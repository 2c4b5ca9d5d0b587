package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.junit.jupiter.api.Test;

class StopRequestTest {

    private final StopRequest stop = new StopRequest();

    @Test
    void workThatMayBeLeftIsInterruptedAndEverythingElseIsNot() throws Exception {
        assertThrows(
                InterruptedException.class,
                () -> stop.interruptibly(() -> {
                    stop.make();
                    Thread.sleep(60_000);
                }));
        StopRequest other = new StopRequest();
        other.make();
        assertFalse(Thread.interrupted());
        assertTrue(other.isMade());
    }

    @Test
    void whateverTheWorkMakesOfItsInterruptionItWasStopped() {
        assertThrows(
                InterruptedException.class,
                () -> stop.interruptibly(() -> {
                    stop.make();
                    throw new ClosedByInterruptException();
                }));
    }

    @Test
    void workThatEndsInSpiteOfItKeepsItsResultAndLeavesNoInterruption() throws Exception {
        int result = stop.interruptibly(() -> {
            stop.make();
            return 7;
        });
        assertEquals(7, result);
        assertFalse(Thread.interrupted());
        assertThrows(InterruptedException.class, () -> stop.interruptibly(() -> 8));
    }

    @Test
    void aFailureWithoutTheWishStaysWhatItIs() {
        assertThrows(
                IOException.class,
                () -> stop.interruptibly(() -> {
                    throw new IOException("disk full");
                }));
    }
}
