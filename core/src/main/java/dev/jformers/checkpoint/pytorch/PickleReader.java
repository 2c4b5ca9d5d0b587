package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, front to back; never beyond their end. */
final class PickleReader {

    private static final int LONGEST_LINE = 1000;

    private final ByteBuffer bytes;
    private final String where;

    PickleReader(ByteBuffer bytes, String where) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.where = where;
    }

    int uint8() {
        require(Byte.BYTES);
        return Byte.toUnsignedInt(bytes.get());
    }

    int uint16() {
        require(Short.BYTES);
        return Short.toUnsignedInt(bytes.getShort());
    }

    int int32() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    long uint32() {
        return Integer.toUnsignedLong(int32());
    }

    long int64() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    double float64() {
        return Double.longBitsToDouble(Long.reverseBytes(int64()));
    }

    /** A signed integer of any number of bytes. */
    long integer(int length) {
        require(length);
        if (length > Long.BYTES) {
            throw invalid("an integer of " + length + " bytes, more than any size needs");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes.get() & 0xffL) << (Byte.SIZE * i);
        }
        int unused = Long.SIZE - Byte.SIZE * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    String text(long length) {
        require(length);
        ByteBuffer utf8 = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(where + ": the text before byte " + bytes.position() + " is not UTF-8", e);
        }
    }

    /** A text up to a line break. */
    String line() {
        int length = 0;
        while (length < bytes.remaining() && bytes.get(bytes.position() + length) != '\n') {
            length++;
        }
        if (length == bytes.remaining() || length > LONGEST_LINE) {
            throw invalid("a line that does not end");
        }
        String line = text(length);
        bytes.get();
        return line;
    }

    InvalidInputException invalid(String what) {
        return new InvalidInputException(where + ": byte " + bytes.position() + ": " + what);
    }

    private void require(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw invalid(Long.toUnsignedString(length) + " bytes should follow but there are " + bytes.remaining()
                    + "; the pickle is damaged");
        }
    }
}
