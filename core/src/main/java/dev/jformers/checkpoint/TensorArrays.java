package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
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

    private static final int ELEMENTS_AT_A_TIME = 1 << 22;

    private TensorArrays() {}

    /**
     * @param shareable whether the bytes may be written to without harm
     * @throws UnsupportedOperationException if the engine has no arrays of the tensor's type
     */
    static NDArray create(TensorInfo info, List<ByteBuffer> slices, boolean shareable, NDManager manager) {
        DataType type = arrayType(info);
        Shape shape = new Shape(info.shape().stream().mapToLong(Long::longValue).toArray());
        if (info.elements() == 0) {
            return manager.create(shape, type);
        }
        if (info.type() == TensorType.F16 || info.type() == TensorType.BF16) {
            return widen(info.type(), slices, shape, manager);
        }
        if (slices.size() > 1) {
            return join(slices, type, shape, manager);
        }
        if (shareable && isAligned(slices.get(0), info.type())) {
            return manager.create(slices.get(0), shape, type);
        }
        return copy(slices.get(0), type, shape, manager);
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

    private static NDArray join(List<ByteBuffer> slices, DataType type, Shape shape, NDManager manager) {
        NDArray joined = manager.create(shape, type);
        try (NDArray flat = joined.reshape(-1)) {
            long begin = 0;
            for (ByteBuffer slice : slices) {
                begin = fill(flat, begin, slice, type);
            }
        }
        return joined;
    }

    private static NDArray widen(TensorType type, List<ByteBuffer> slices, Shape shape, NDManager manager) {
        NDArray widened = manager.create(shape, DataType.FLOAT32);
        long remaining = shape.size();
        ByteBuffer scratch = ByteBuffer.allocateDirect((int) Math.min(remaining, ELEMENTS_AT_A_TIME) * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        try (NDArray flat = widened.reshape(-1)) {
            long begin = 0;
            for (ByteBuffer slice : slices) {
                while (slice.hasRemaining()) {
                    HalfFloats.widen(type, slice, scratch.clear());
                    begin = fill(flat, begin, scratch.flip(), DataType.FLOAT32);
                }
            }
        }
        return widened;
    }

    /** Copies a direct buffer into a flat array from the given element on; returns the element after it. */
    private static long fill(NDArray flat, long begin, ByteBuffer bytes, DataType type) {
        long elements = bytes.remaining() / type.getNumOfBytes();
        try (NDArray part = flat.getManager().create(bytes.slice(), new Shape(elements), type)) {
            flat.set(new NDIndex("{}:{}", begin, begin + elements), part);
        }
        return begin + elements;
    }
}
