package dev.jformers.onnx;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constant of the graph: an initializer, or the value of a Constant node.
 *
 * @param name its name; empty in a Constant node
 * @param dims its shape, none of them negative
 * @param dataType the number that ONNX gives the type of its elements
 * @param data its elements, little-endian; null where they are neither raw bytes, floats, integers nor in a file beside
 */
record OnnxTensor(
        String name,
        List<Long> dims,
        int dataType,
        @Nullable ByteBuffer data) {

    static final int INT64 = 7;
    static final int MAX_INTEGERS = 16;

    OnnxTensor {
        dims = List.copyOf(dims);
    }

    /** The type that safetensors has for it, or null. */
    @Nullable
    TensorType type() {
        return switch (dataType) {
            case 1 -> TensorType.F32;
            case 2 -> TensorType.U8;
            case 3 -> TensorType.I8;
            case 6 -> TensorType.I32;
            case INT64 -> TensorType.I64;
            case 9 -> TensorType.BOOL;
            case 10 -> TensorType.F16;
            case 11 -> TensorType.F64;
            case 16 -> TensorType.BF16;
            default -> null;
        };
    }

    /** A list of few integers, of shape {@code [length]}. */
    static OnnxTensor ofIntegers(List<Long> values) {
        return new OnnxTensor("", List.of((long) values.size()), INT64, littleEndian(values));
    }

    static ByteBuffer littleEndian(List<Long> values) {
        ByteBuffer data = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(data::putLong);
        return data.flip();
    }

    /** The elements, found to be as many as the shape says. */
    ByteBuffer bytes(String where) {
        TensorType type = type();
        if (data == null || type == null) {
            throw new InvalidInputException(where + ": tensor " + name + " of ONNX data type " + dataType
                    + " cannot be read; export the model with float weights");
        }
        if (data.remaining() != size(type, where)) {
            throw new InvalidInputException(where + ": tensor " + name + " has " + data.remaining() + " bytes but "
                    + type + " of shape " + dims + " has " + size(type, where));
        }
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The elements if they are integers and few, as in a shape; else none. */
    List<Long> integers() {
        if (dataType != INT64 || data == null || data.remaining() > MAX_INTEGERS * Long.BYTES) {
            return List.of();
        }
        long[] values = new long[data.remaining() / Long.BYTES];
        data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        return Arrays.stream(values).boxed().toList();
    }

    /** The only element if it is a float; else null. */
    @Nullable
    Float scalar() {
        if (type() != TensorType.F32 || data == null || data.remaining() != Float.BYTES) {
            return null;
        }
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN).getFloat();
    }

    private long size(TensorType type, String where) {
        long size = type.bytes();
        try {
            for (long dim : dims) {
                size = Math.multiplyExact(size, dim);
            }
        } catch (ArithmeticException e) {
            throw new InvalidInputException(where + ": tensor " + name + " has the impossible shape " + dims, e);
        }
        return size;
    }
}
