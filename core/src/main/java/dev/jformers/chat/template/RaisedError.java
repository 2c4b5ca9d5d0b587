package dev.jformers.chat.template;

import java.io.Serial;

/** What a template itself refuses, by {@code raise_exception}. */
final class RaisedError extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    RaisedError(String message) {
        super(message);
    }
}
