package dev.jformers.chat.template;

import java.io.Serial;

/** A mistake of a template, or of what it is given; {@link Template} says where. */
final class TemplateError extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    TemplateError(String message) {
        super(message);
    }
}
