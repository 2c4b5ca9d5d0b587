package dev.jformers.checkpoint;

import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The element types of safetensors, by the names that the format gives them. They stand in the format's order: a writer puts
 * the tensors of the last type first, which aligns all of them. Types of less than a byte an element ({@code F4},
 * {@code F6_E2M3}, {@code F6_E3M2}) are not among them.
 */
public enum TensorType {
    BOOL(1, DataType.BOOLEAN),
    U8(1, DataType.UINT8),
    I8(1, DataType.INT8),
    F8_E5M2(1, null),
    F8_E4M3(1, null),
    F8_E8M0(1, null),
    F8_E4M3FNUZ(1, null),
    F8_E5M2FNUZ(1, null),
    I16(2, DataType.INT16),
    U16(2, DataType.UINT16),
    F16(2, DataType.FLOAT16),
    BF16(2, DataType.BFLOAT16),
    I32(4, DataType.INT32),
    U32(4, DataType.UINT32),
    F32(4, DataType.FLOAT32),
    C64(8, DataType.COMPLEX64),
    F64(8, DataType.FLOAT64),
    I64(8, DataType.INT64),
    U64(8, DataType.UINT64);

    private final int bytes;
    private final @Nullable DataType dataType;

    TensorType(int bytes, @Nullable DataType dataType) {
        this.bytes = bytes;
        this.dataType = dataType;
    }

    /** The size of an element in bytes. */
    public int bytes() {
        return bytes;
    }

    /**
     * What DJL calls this type. That DJL has a name for it does not mean that its engine can hold it: see
     * {@link Safetensors#array}.
     */
    public Optional<DataType> dataType() {
        return Optional.ofNullable(dataType);
    }

    /** The type that DJL calls by this name, if safetensors has it. */
    public static Optional<TensorType> of(DataType dataType) {
        for (TensorType type : values()) {
            if (type.dataType == dataType) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
