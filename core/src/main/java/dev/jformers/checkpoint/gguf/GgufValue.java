package dev.jformers.checkpoint.gguf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A value of the metadata. */
sealed interface GgufValue {

    int UINT8 = 0;
    int INT8 = 1;
    int UINT16 = 2;
    int INT16 = 3;
    int UINT32 = 4;
    int INT32 = 5;
    int FLOAT32 = 6;
    int BOOL = 7;
    int STRING = 8;
    int ARRAY = 9;
    int UINT64 = 10;
    int INT64 = 11;
    int FLOAT64 = 12;

    /** For people to read. */
    String describe();

    /** An integer; one of 64 bits without sign as Java's long has it. */
    record Whole(long value) implements GgufValue {

        @Override
        public String describe() {
            return Long.toString(value);
        }
    }

    record Real(double value) implements GgufValue {

        /** As short as its precision, which most often is single, allows. */
        @Override
        public String describe() {
            return (float) value == value ? Float.toString((float) value) : Double.toString(value);
        }
    }

    record Flag(boolean value) implements GgufValue {

        @Override
        public String describe() {
            return Boolean.toString(value);
        }
    }

    record Text(String value) implements GgufValue {

        @Override
        public String describe() {
            return value;
        }
    }

    /**
     * A list of values of one type, read when it is asked for: it may be as large as the file.
     *
     * @param type of its items
     * @param count how many there are
     * @param bytes of the items, found to be whole
     */
    record Items(int type, int count, ByteBuffer bytes) implements GgufValue {

        @Override
        public String describe() {
            return "a list of " + count;
        }

        List<GgufValue> values() {
            GgufReader reader = new GgufReader(bytes.duplicate().order(bytes.order()), "a list");
            List<GgufValue> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(GgufValue.read(reader, type));
            }
            return values;
        }
    }

    static GgufValue read(GgufReader reader, int type) {
        return switch (type) {
            case UINT8 -> new Whole(reader.slice(Byte.BYTES).get() & 0xffL);
            case INT8 -> new Whole(reader.slice(Byte.BYTES).get());
            case UINT16 -> new Whole(reader.slice(Short.BYTES).getShort() & 0xffffL);
            case INT16 -> new Whole(reader.slice(Short.BYTES).getShort());
            case UINT32 -> new Whole(Integer.toUnsignedLong(reader.int32()));
            case INT32 -> new Whole(reader.int32());
            case UINT64, INT64 -> new Whole(reader.int64());
            case FLOAT32 -> new Real(Float.intBitsToFloat(reader.int32()));
            case FLOAT64 -> new Real(Double.longBitsToDouble(reader.int64()));
            case BOOL -> new Flag(reader.slice(Byte.BYTES).get() != 0);
            case STRING -> new Text(reader.text());
            case ARRAY -> GgufItems.read(reader);
            default -> throw reader.invalid("a value of the unknown type " + Integer.toUnsignedString(type));
        };
    }
}
