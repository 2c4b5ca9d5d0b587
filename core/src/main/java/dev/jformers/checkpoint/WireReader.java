package dev.jformers.checkpoint;

import dev.jformers.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the fields of one message in protobuf's wire format. A field is entered by {@link #next}, then taken by the
 * method for its content or passed by {@link #skip}. Every length is checked against the message before it is used.
 */
public final class WireReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int WIRE_TYPE_BITS = 3;
    private static final int MAX_VARINT_BITS = 70;

    private final ByteBuffer bytes;
    private final String where;
    private final String kind;
    private int wireType;

    /**
     * @param message the bytes of the message, from its position to its limit
     * @param where what is read, for messages
     * @param kind what it should be, for messages, such as "ONNX file"
     */
    public WireReader(ByteBuffer message, String where, String kind) {
        this.bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.where = where;
        this.kind = kind;
    }

    /** Enters the next field and returns its number, or 0 at the end of the message. */
    public int next() {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        wireType = (int) (tag & 7);
        long number = tag >>> WIRE_TYPE_BITS;
        if (number == 0 || number > Integer.MAX_VALUE) {
            throw invalid("field number " + number);
        }
        return (int) number;
    }

    /** The number of this field. */
    public long integer() {
        require(VARINT);
        return varint();
    }

    public float float32() {
        require(FIXED32);
        return slice(Float.BYTES).getFloat();
    }

    public String text() {
        return StandardCharsets.UTF_8.decode(content()).toString();
    }

    public WireReader message() {
        return new WireReader(content(), where, kind);
    }

    /** The bytes of a text, a message or a packed list; a view that takes no memory. */
    public ByteBuffer content() {
        require(LENGTH_DELIMITED);
        return slice(varint());
    }

    /** Takes one element of a list of integers, or all of them where they are packed. */
    public void integers(LongSink sink) {
        if (wireType != LENGTH_DELIMITED) {
            sink.accept(integer());
            return;
        }
        WireReader packed = message();
        while (packed.bytes.hasRemaining()) {
            sink.accept(packed.varint());
        }
    }

    public void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> slice(Long.BYTES);
            case LENGTH_DELIMITED -> content();
            case FIXED32 -> slice(Integer.BYTES);
            default -> throw invalid("wire type " + wireType);
        }
    }

    /** What to throw where the message is whole but cannot be meant so. */
    public InvalidInputException invalid(String found) {
        return new InvalidInputException(where + " is not a whole " + kind + ": " + found + " near byte "
                + bytes.position() + " of a message; it is truncated, damaged or something else");
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw invalid("wire type " + wireType + " instead of " + expected);
        }
    }

    private ByteBuffer slice(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw invalid("length " + Long.toUnsignedString(length) + " with " + bytes.remaining() + " bytes left");
        }
        ByteBuffer slice = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) length);
        return slice;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw invalid("a number that is cut off");
            }
            byte next = bytes.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw invalid("a number of more than ten bytes");
    }

    /** Takes the elements of a list. */
    @FunctionalInterface
    public interface LongSink {
        void accept(long value);
    }
}
