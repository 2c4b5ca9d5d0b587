package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.StoredTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Collects metadata and tensors and writes them as one GGUF file of version 3, little-endian. The same calls always give the same
 * file. Not thread-safe.
 */
final class GgufWriter {

    private static final int MAGIC = 0x46554747;
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;

    private final Bytes metadata = new Bytes();
    private long entries;
    private final List<Placed> tensors = new ArrayList<>();
    private long end;

    /**
     * A tensor and where its bytes lie behind the header.
     *
     * @param tensor its elements as floats of a type, or bytes that are blocks already
     */
    private record Placed(EncodedTensor tensor, long offset) {}

    GgufWriter text(String key, String value) {
        begin(key, GgufValue.STRING).text(value);
        return this;
    }

    GgufWriter uint32(String key, long value) {
        begin(key, GgufValue.UINT32).int32((int) value);
        return this;
    }

    GgufWriter float32(String key, double value) {
        begin(key, GgufValue.FLOAT32).int32(Float.floatToIntBits((float) value));
        return this;
    }

    GgufWriter flag(String key, boolean value) {
        begin(key, GgufValue.BOOL).out.write(value ? 1 : 0);
        return this;
    }

    GgufWriter texts(String key, List<String> values) {
        return list(key, GgufValue.STRING, values, Bytes::text);
    }

    GgufWriter int32s(String key, List<Integer> values) {
        return list(key, GgufValue.INT32, values, Bytes::int32);
    }

    GgufWriter float32s(String key, List<Float> values) {
        return list(key, GgufValue.FLOAT32, values, (bytes, value) -> bytes.int32(Float.floatToIntBits(value)));
    }

    private <T> GgufWriter list(String key, int type, List<T> values, BiConsumer<Bytes, T> write) {
        Bytes bytes = begin(key, GgufValue.ARRAY).int32(type).int64(values.size());
        values.forEach(value -> write.accept(bytes, value));
        return this;
    }

    private Bytes begin(String key, int type) {
        entries++;
        return metadata.text(key).int32(type);
    }

    /** Adds a tensor of floats, stored as a type; its bytes are asked for when the file is written. */
    GgufWriter tensor(StoredTensor tensor, GgmlType type) {
        EncodedTensor encoded = EncodedTensor.of(tensor, type);
        tensors.add(new Placed(encoded, end));
        end = aligned(end + encoded.bytes());
        return this;
    }

    /** Writes a file that somebody else makes appear whole. */
    void write(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            writeFully(channel, header());
            pad(channel);
            for (Placed placed : tensors) {
                placed.tensor().source().writeTo(part -> writeFully(channel, part));
                pad(channel);
            }
        }
    }

    private ByteBuffer header() {
        Bytes header =
                new Bytes().int32(MAGIC).int32(VERSION).int64(tensors.size()).int64(entries);
        header.out.writeBytes(metadata.out.toByteArray());
        for (Placed placed : tensors) {
            List<Long> shape = placed.tensor().shape();
            header.text(placed.tensor().name()).int32(shape.size());
            for (int axis = shape.size() - 1; axis >= 0; axis--) {
                header.int64(shape.get(axis));
            }
            header.int32(placed.tensor().type().id()).int64(placed.offset());
        }
        return ByteBuffer.wrap(header.out.toByteArray());
    }

    private static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static void pad(FileChannel channel) throws IOException {
        long position = channel.position();
        writeFully(channel, ByteBuffer.allocate((int) (aligned(position) - position)));
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Numbers and texts as GGUF has them. */
    private static final class Bytes {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes int32(int value) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
            return this;
        }

        Bytes int64(long value) {
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
            return this;
        }

        Bytes text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int64(bytes.length).out.writeBytes(bytes);
            return this;
        }
    }
}
