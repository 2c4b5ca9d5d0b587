package dev.jformers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import org.junit.jupiter.api.function.Executable;

/** What failures say. */
public final class Failures {

    private Failures() {}

    public static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Asserts that wrong input is reported with a text, and returns the whole message. */
    public static String assertReports(String expected, Executable action) {
        String message = message(assertThrows(InvalidInputException.class, action, expected));
        assertTrue(message.contains(expected), message);
        return message;
    }
}
