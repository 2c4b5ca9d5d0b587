package dev.jformers.checkpoint.gguf;

import dev.jformers.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a header, front to back; never beyond their end. */
final class GgufReader {

    private final ByteBuffer bytes;
    private final String where;

    /**
     * @param bytes little-endian
     * @param where begins messages
     */
    GgufReader(ByteBuffer bytes, String where) {
        this.bytes = bytes;
        this.where = where;
    }

    int position() {
        return bytes.position();
    }

    int int32() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    long int64() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    /** A number of things that follow, each of some bytes at least: more than there are bytes for cannot be. */
    int count(int leastBytes, String what) {
        long count = int64();
        if (count < 0 || count > bytes.remaining() / leastBytes) {
            throw invalid(Long.toUnsignedString(count) + " " + what + " should follow but there are only "
                    + bytes.remaining() + " bytes");
        }
        return (int) count;
    }

    /** Bytes from here on, which are passed over. */
    ByteBuffer slice(int length) {
        require(length);
        ByteBuffer slice = bytes.slice(bytes.position(), length).order(bytes.order());
        bytes.position(bytes.position() + length);
        return slice;
    }

    /** The bytes from here on, which are not passed over. */
    ByteBuffer rest() {
        return bytes.slice().order(bytes.order());
    }

    String text() {
        ByteBuffer utf8 = slice(count(1, "bytes of a text"));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(where + ": the text before byte " + position() + " is not UTF-8", e);
        }
    }

    void skipText() {
        slice(count(1, "bytes of a text"));
    }

    InvalidInputException invalid(String what) {
        return new InvalidInputException(where + ": byte " + position() + ": " + what);
    }

    private void require(int length) {
        if (length > bytes.remaining()) {
            throw invalid(
                    length + " bytes should follow but the file ends after " + bytes.remaining() + "; it is truncated");
        }
    }
}
