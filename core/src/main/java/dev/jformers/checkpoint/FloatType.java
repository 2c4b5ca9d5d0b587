package dev.jformers.checkpoint;

import java.util.Locale;
import java.util.Set;

/** A type in which weights can be stored. The engine computes in {@link #FLOAT32} whatever the file has. */
public enum FloatType {
    FLOAT32(TensorType.F32),
    FLOAT16(TensorType.F16),
    BFLOAT16(TensorType.BF16);

    private static final Set<TensorType> FLOATS =
            Set.of(TensorType.F64, TensorType.F32, TensorType.F16, TensorType.BF16);

    private final TensorType type;

    FloatType(TensorType type) {
        this.type = type;
    }

    /** What PyTorch calls it, as {@code config.json} has it. */
    public String torchName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a tensor's elements when floats are stored in this one. */
    TensorType of(TensorInfo tensor) {
        return isFloat(tensor.type()) ? type : tensor.type();
    }

    /** Whether elements are floats of 16 bits or more, as all weights must be. */
    public static boolean isFloat(TensorType type) {
        return FLOATS.contains(type);
    }

    static boolean isHalf(TensorType type) {
        return type == TensorType.F16 || type == TensorType.BF16;
    }
}
