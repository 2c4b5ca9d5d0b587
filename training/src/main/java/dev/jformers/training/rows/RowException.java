package dev.jformers.training.rows;

import dev.jformers.InvalidInputException;

/** A row breaks a rule; the rows behind it can be read. */
public final class RowException extends InvalidInputException {

    private static final long serialVersionUID = 1L;

    RowException(String message) {
        super(message);
    }

    RowException(String message, Throwable cause) {
        super(message, cause);
    }
}
