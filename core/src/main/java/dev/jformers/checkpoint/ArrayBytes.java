package dev.jformers.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of an array on any device, contiguous or not, in parts that a buffer can hold. */
final class ArrayBytes implements TensorSource {

    private static final long ELEMENTS_AT_A_TIME = 1 << 26;

    private final NDArray array;

    ArrayBytes(NDArray array) {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("Arrays can be written on little-endian machines only");
        }
        this.array = array;
    }

    @Override
    public void writeTo(IoConsumer<ByteBuffer> sink) throws IOException {
        long elements = array.size();
        if (elements == 0) {
            return;
        }
        try (NDArray flat = array.flatten()) {
            for (long begin = 0; begin < elements; begin += ELEMENTS_AT_A_TIME) {
                long end = Math.min(elements, begin + ELEMENTS_AT_A_TIME);
                try (NDArray part = flat.get("{}:{}", begin, end);
                        NDArray onCpu = part.toDevice(Device.cpu(), false)) {
                    sink.accept(onCpu.toByteBuffer(true));
                }
            }
        }
    }
}
