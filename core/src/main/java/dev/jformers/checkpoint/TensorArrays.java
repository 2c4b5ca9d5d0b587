package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Arrays over mapped bytes where the engine can take them as they are, and copies where it cannot. */
final class TensorArrays {

    /** The engine's arrays of BFLOAT16 abort the process, and it has none of the others. */
    private static final Map<TensorType, DataType> AS_THEY_ARE = new EnumMap<>(Map.of(
            TensorType.BOOL, DataType.BOOLEAN,
            TensorType.U8, DataType.UINT8,
            TensorType.I8, DataType.INT8,
            TensorType.I32, DataType.INT32,
            TensorType.F32, DataType.FLOAT32,
            TensorType.F64, DataType.FLOAT64,
            TensorType.I64, DataType.INT64));

    private static final int ELEMENTS_AT_A_TIME = 1 << 18;

    private TensorArrays() {}

    /**
     * @param shared whether the array may lie on the bytes of the file
     * @throws UnsupportedOperationException if the engine has no arrays of the tensor's type
     */
    static NDArray create(TensorInfo info, TensorSource bytes, boolean shared, NDManager manager) {
        DataType type = arrayType(info);
        Shape shape = new Shape(info.shape().stream().mapToLong(Long::longValue).toArray());
        if (info.elements() == 0) {
            return manager.create(shape, type);
        }
        if (type.getNumOfBytes() == info.type().bytes() && bytes instanceof MappedBytes mapped) {
            List<ByteBuffer> slices = mapped.slices();
            if (slices.size() == 1) {
                boolean asItIs = shared && mapped.writable() && isAligned(slices.get(0), info.type());
                return asItIs ? manager.create(slices.get(0), shape, type) : copy(slices.get(0), type, shape, manager);
            }
        }
        return fill(info.type(), bytes, manager.create(shape, type));
    }

    private static DataType arrayType(TensorInfo info) {
        if (info.type() == TensorType.F16 || info.type() == TensorType.BF16) {
            return DataType.FLOAT32;
        }
        DataType type = AS_THEY_ARE.get(info.type());
        if (type == null) {
            throw new UnsupportedOperationException("tensor " + info.name() + " is " + info.type()
                    + ", of which there are no arrays; convert it to one of " + AS_THEY_ARE.keySet() + ", F16 or BF16");
        }
        return type;
    }

    /** Old files pad nothing: their tensors lie at any byte. */
    private static boolean isAligned(ByteBuffer bytes, TensorType type) {
        return bytes.alignmentOffset(0, type.bytes()) == 0;
    }

    private static NDArray copy(ByteBuffer bytes, DataType type, Shape shape, NDManager manager) {
        try (NDArray mapped = manager.create(bytes, shape, type)) {
            return mapped.duplicate();
        }
    }

    private static NDArray fill(TensorType type, TensorSource bytes, NDArray array) {
        try (NDArray flat = array.reshape(-1)) {
            ArrayFiller filler = new ArrayFiller(flat);
            if (type == TensorType.F16 || type == TensorType.BF16) {
                ByteBuffer scratch = scratch(Math.min(flat.size(), ELEMENTS_AT_A_TIME));
                bytes.writeTo(chunk -> widen(type, chunk, scratch, filler));
            } else {
                bytes.writeTo(filler::add);
            }
            return array;
        } catch (IOException e) {
            array.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            array.close();
            throw e;
        }
    }

    private static void widen(TensorType type, ByteBuffer chunk, ByteBuffer scratch, ArrayFiller filler) {
        while (chunk.hasRemaining()) {
            HalfFloats.widen(type, chunk, scratch.clear());
            filler.add(scratch.flip());
        }
    }

    private static ByteBuffer scratch(long elements) {
        return ByteBuffer.allocateDirect((int) elements * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    /** Writes a flat array from its beginning on. */
    private static final class ArrayFiller {

        private final NDArray flat;
        private long filled;

        ArrayFiller(NDArray flat) {
            this.flat = flat;
        }

        void add(ByteBuffer bytes) {
            DataType type = flat.getDataType();
            long end = filled + bytes.remaining() / type.getNumOfBytes();
            try (NDArray part = flat.getManager().create(bytes.slice(), new Shape(end - filled), type)) {
                flat.set(new NDIndex("{}:{}", filled, end), part);
            }
            filled = end;
        }
    }
}
