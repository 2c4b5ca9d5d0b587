package dev.jformers.training.data;

import java.nio.charset.CharacterCodingException;

/** Bytes that are not UTF-8. */
final class MalformedUtf8Exception extends CharacterCodingException {

    private final long line;
    private final long offset;
    private final int value;

    /**
     * @param line where the bytes are, counted from 1
     * @param offset bytes before them
     * @param value the first of them, 0 to 255
     */
    MalformedUtf8Exception(long line, long offset, int value) {
        this.line = line;
        this.offset = offset;
        this.value = value;
    }

    long line() {
        return line;
    }

    @Override
    public String getMessage() {
        return "byte %d of the text (counted from 0) is 0x%02X, which is not UTF-8".formatted(offset, value);
    }
}
