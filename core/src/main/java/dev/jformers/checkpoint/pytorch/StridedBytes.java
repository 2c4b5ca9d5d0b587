package dev.jformers.checkpoint.pytorch;

import dev.jformers.checkpoint.IoConsumer;
import dev.jformers.checkpoint.MappedBytes;
import dev.jformers.checkpoint.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The elements of a tensor that does not lie row by row, put in order. */
final class StridedBytes implements TensorSource {

    private static final int BYTES_AT_A_TIME = 1 << 20;

    private final PickledTensor tensor;
    private final MappedBytes storage;

    StridedBytes(PickledTensor tensor, MappedBytes storage) {
        this.tensor = tensor;
        this.storage = storage;
    }

    @Override
    public void writeTo(IoConsumer<ByteBuffer> sink) throws IOException {
        long[] sizes = longs(tensor.shape());
        long[] strides = longs(tensor.strides());
        long[] index = new long[sizes.length];
        int bytes = tensor.type().bytes();
        List<ByteBuffer> slices = storage.slices();
        ByteBuffer ordered = ByteBuffer.allocateDirect(chunkBytes()).order(ByteOrder.LITTLE_ENDIAN);
        long element = tensor.offset();
        boolean more = true;
        while (more) {
            copy(slices, element * bytes, bytes, ordered);
            if (!ordered.hasRemaining()) {
                sink.accept(ordered.flip());
                ordered.clear();
            }
            int axis = sizes.length - 1;
            while (axis >= 0 && index[axis] == sizes[axis] - 1) {
                element -= index[axis] * strides[axis];
                index[axis] = 0;
                axis--;
            }
            more = axis >= 0;
            if (more) {
                index[axis]++;
                element += strides[axis];
            }
        }
        sink.accept(ordered.flip());
    }

    private int chunkBytes() {
        long all = tensor.storage().bytes();
        return (int) Math.min(BYTES_AT_A_TIME, (all + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    }

    private static void copy(List<ByteBuffer> slices, long position, int bytes, ByteBuffer to) {
        int sliceBytes = slices.get(0).limit();
        ByteBuffer slice = slices.get((int) (position / sliceBytes));
        int at = (int) (position % sliceBytes);
        switch (bytes) {
            case Byte.BYTES -> to.put(slice.get(at));
            case Short.BYTES -> to.putShort(slice.getShort(at));
            case Integer.BYTES -> to.putInt(slice.getInt(at));
            default -> to.putLong(slice.getLong(at));
        }
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
