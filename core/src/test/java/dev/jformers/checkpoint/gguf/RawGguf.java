package dev.jformers.checkpoint.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** GGUF files put together by hand, so that they can break any rule. */
public final class RawGguf {

    static final int F32 = 0;
    static final int Q8_0 = 8;
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private long entries;
    private long tensors;
    private int version = 3;

    /** A Llama of one layer whose matrices have the number of their row as their elements. */
    public static RawGguf tinyLlama(int type) {
        RawGguf gguf = new RawGguf()
                .text("general.architecture", "llama")
                .integer("llama.block_count", 1)
                .integer("llama.context_length", 16)
                .integer("llama.embedding_length", 32)
                .integer("llama.feed_forward_length", 32)
                .integer("llama.attention.head_count", 2)
                .number("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        for (String name : List.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")) {
            gguf.matrix("blk.0." + name + ".weight", type);
        }
        return gguf.matrix("token_embd.weight", type)
                .tensor("output_norm.weight", F32, new byte[128], 32)
                .tensor("blk.0.attn_norm.weight", F32, new byte[128], 32)
                .tensor("blk.0.ffn_norm.weight", F32, new byte[128], 32);
    }

    RawGguf version(int value) {
        version = value;
        return this;
    }

    RawGguf text(String key, String value) {
        key(key, GgufValue.STRING);
        text(metadata, value);
        return this;
    }

    RawGguf integer(String key, int value) {
        key(key, GgufValue.UINT32);
        int32(metadata, value);
        return this;
    }

    RawGguf number(String key, float value) {
        key(key, GgufValue.FLOAT32);
        int32(metadata, Float.floatToRawIntBits(value));
        return this;
    }

    RawGguf texts(String key, List<String> values) {
        key(key, GgufValue.ARRAY);
        int32(metadata, GgufValue.STRING);
        int64(metadata, values.size());
        values.forEach(value -> text(metadata, value));
        return this;
    }

    RawGguf numbers(String key, float... values) {
        key(key, GgufValue.ARRAY);
        int32(metadata, GgufValue.FLOAT32);
        int64(metadata, values.length);
        for (float value : values) {
            int32(metadata, Float.floatToRawIntBits(value));
        }
        return this;
    }

    /** An entry with any bytes for its value. */
    RawGguf value(String key, int type, byte... bytes) {
        key(key, type);
        metadata.writeBytes(bytes);
        return this;
    }

    RawGguf tensor(String name, int type, byte[] bytes, long... sizesBackwards) {
        while (data.size() % ALIGNMENT != 0) {
            data.write(0);
        }
        info(name, type, data.size(), sizesBackwards);
        data.writeBytes(bytes);
        return this;
    }

    /** What the header says of a tensor, without its bytes. */
    RawGguf info(String name, int type, long offset, long... sizesBackwards) {
        text(infos, name);
        int32(infos, sizesBackwards.length);
        for (long size : sizesBackwards) {
            int64(infos, size);
        }
        int32(infos, type);
        int64(infos, offset);
        tensors++;
        return this;
    }

    public byte[] bytes() {
        return bytes(tensors, entries);
    }

    byte[] bytes(long tensorCount, long entryCount) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        int32(file, version);
        int64(file, tensorCount);
        int64(file, entryCount);
        file.writeBytes(metadata.toByteArray());
        file.writeBytes(infos.toByteArray());
        while (file.size() % ALIGNMENT != 0) {
            file.write(0);
        }
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    private RawGguf matrix(String name, int type) {
        ByteBuffer rows = ByteBuffer.allocate(32 * (type == F32 ? 128 : 34)).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < 32; row++) {
            if (type == Q8_0) {
                rows.putShort((short) 0x3c00);
            }
            for (int column = 0; column < 32; column++) {
                if (type == F32) {
                    rows.putFloat(row);
                } else {
                    rows.put((byte) row);
                }
            }
        }
        return tensor(name, type, rows.array(), 32, 32);
    }

    private void key(String key, int type) {
        text(metadata, key);
        int32(metadata, type);
        entries++;
    }

    private static void text(ByteArrayOutputStream to, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int64(to, utf8.length);
        to.writeBytes(utf8);
    }

    private static void int32(ByteArrayOutputStream to, int value) {
        to.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    static void int64(ByteArrayOutputStream to, long value) {
        to.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
