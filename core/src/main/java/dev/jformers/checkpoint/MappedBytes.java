package dev.jformers.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of a file that are mapped into memory, in direct buffers that follow one another, for a buffer holds 2 GiB - 1 at
 * most. No element of a tensor that begins at the first byte lies on two of them. Immutable.
 */
public final class MappedBytes implements TensorSource {

    private final List<ByteBuffer> slices;
    private final boolean writable;

    /**
     * @param writable whether what is written into the buffers stays in memory and harms no file
     */
    MappedBytes(List<ByteBuffer> slices, boolean writable) {
        this.slices = List.copyOf(slices);
        this.writable = writable;
    }

    /** The buffers: little-endian, from position 0 to their limits. Each call returns buffers with positions of their own. */
    public List<ByteBuffer> slices() {
        return slices.stream()
                .map(slice -> slice.duplicate().order(ByteOrder.LITTLE_ENDIAN))
                .toList();
    }

    /** How many bytes there are. */
    public long size() {
        return slices.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /**
     * A part of the bytes.
     *
     * @throws IndexOutOfBoundsException if there are fewer than {@code end} bytes, or {@code begin} is beyond it
     */
    public MappedBytes range(long begin, long end) {
        if (begin < 0 || begin > end || end > size()) {
            throw new IndexOutOfBoundsException("[" + begin + ", " + end + ") of " + size() + " bytes");
        }
        List<ByteBuffer> parts = new ArrayList<>();
        long start = 0;
        for (ByteBuffer slice : slices) {
            long from = Math.max(begin - start, 0);
            long to = Math.min(end - start, slice.remaining());
            if (from < to || (begin == end && parts.isEmpty())) {
                parts.add(slice.slice((int) Math.min(from, slice.remaining()), (int) Math.max(to - from, 0)));
            }
            start += slice.remaining();
        }
        return new MappedBytes(parts, writable);
    }

    @Override
    public void writeTo(IoConsumer<ByteBuffer> sink) throws IOException {
        for (ByteBuffer slice : slices()) {
            sink.accept(slice);
        }
    }

    boolean writable() {
        return writable;
    }
}
