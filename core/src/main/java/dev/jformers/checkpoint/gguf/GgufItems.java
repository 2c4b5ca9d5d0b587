package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.gguf.GgufValue.Items;
import java.nio.ByteBuffer;

/** Passes over lists, so that their ends are known and nothing of them need be kept. */
final class GgufItems {

    /** Nobody writes lists of lists; a deeper one is meant to overflow the stack. */
    private static final int MAX_DEPTH = 4;

    private static final int LEAST_LIST_BYTES = 12;

    private GgufItems() {}

    static Items read(GgufReader reader) {
        return read(reader, 1);
    }

    private static Items read(GgufReader reader, int depth) {
        if (depth > MAX_DEPTH) {
            throw reader.invalid("lists in lists, more than " + MAX_DEPTH + " deep");
        }
        int type = reader.int32();
        int itemBytes = bytes(reader, type);
        int count = reader.count(itemBytes, "items of a list");
        ByteBuffer rest = reader.rest();
        int begin = reader.position();
        if (type == GgufValue.STRING) {
            for (int i = 0; i < count; i++) {
                reader.skipText();
            }
        } else if (type == GgufValue.ARRAY) {
            for (int i = 0; i < count; i++) {
                read(reader, depth + 1);
            }
        } else {
            reader.slice(count * itemBytes);
        }
        return new Items(type, count, rest.slice(0, reader.position() - begin).order(rest.order()));
    }

    /** How many bytes an item has, or has at least. */
    private static int bytes(GgufReader reader, int type) {
        return switch (type) {
            case GgufValue.UINT8, GgufValue.INT8, GgufValue.BOOL -> Byte.BYTES;
            case GgufValue.UINT16, GgufValue.INT16 -> Short.BYTES;
            case GgufValue.UINT32, GgufValue.INT32, GgufValue.FLOAT32 -> Integer.BYTES;
            case GgufValue.UINT64, GgufValue.INT64, GgufValue.FLOAT64, GgufValue.STRING -> Long.BYTES;
            case GgufValue.ARRAY -> LEAST_LIST_BYTES;
            default -> throw reader.invalid("a list of the unknown type " + Integer.toUnsignedString(type));
        };
    }
}
