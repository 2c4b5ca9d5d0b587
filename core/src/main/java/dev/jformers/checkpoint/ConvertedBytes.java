package dev.jformers.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of a tensor of floats in another type of floats. */
final class ConvertedBytes implements TensorSource {

    private static final int BYTES_AT_A_TIME = 1 << 20;

    private final TensorSource source;
    private final TensorType from;
    private final TensorType to;

    ConvertedBytes(TensorSource source, TensorType from, TensorType to) {
        this.source = source;
        this.from = from;
        this.to = to;
    }

    @Override
    public void writeTo(IoConsumer<ByteBuffer> sink) throws IOException {
        ByteBuffer converted = ByteBuffer.allocateDirect(BYTES_AT_A_TIME).order(ByteOrder.LITTLE_ENDIAN);
        source.writeTo(part -> {
            ByteBuffer floats = part.slice().order(ByteOrder.LITTLE_ENDIAN);
            while (floats.hasRemaining()) {
                converted.clear();
                while (floats.hasRemaining() && converted.hasRemaining()) {
                    put(get(floats), converted);
                }
                sink.accept(converted.flip());
            }
        });
    }

    private float get(ByteBuffer floats) {
        return switch (from) {
            case F64 -> (float) floats.getDouble();
            case F32 -> floats.getFloat();
            case F16 -> HalfFloats.widen(floats.getShort());
            case BF16 -> Float.intBitsToFloat(floats.getShort() << 16);
            default -> throw new IllegalArgumentException(from + " cannot be converted");
        };
    }

    private void put(float value, ByteBuffer converted) {
        switch (to) {
            case F32 -> converted.putFloat(value);
            case F16 -> converted.putShort(HalfFloats.narrow(value));
            case BF16 -> converted.putShort(HalfFloats.narrowToBrain(value));
            default -> throw new IllegalArgumentException("Nothing can be converted to " + to);
        }
    }
}
