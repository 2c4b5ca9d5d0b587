package dev.jformers.torch;

/** A computation does something that cannot be written down as TorchScript; the message says what. */
public final class NotRecordedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotRecordedException(String message) {
        super(message);
    }
}
