package dev.jformers;

/**
 * Something that came from outside (a file, a setting, a text) breaks a rule. The message is written for the person who can
 * mend it: where, which value, which rule, what to do. Programs show it without a stack trace.
 */
public class InvalidInputException extends RuntimeException {

    /**
     * @param message where, value, rule and remedy
     */
    public InvalidInputException(String message) {
        super(message);
    }

    /**
     * @param message where, value, rule and remedy
     * @param cause what was found out first
     */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
