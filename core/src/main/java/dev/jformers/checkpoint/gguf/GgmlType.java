package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.TensorType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the elements of a tensor are stored. */
public enum GgmlType {
    F32(0, TensorType.F32),
    F16(1, TensorType.F16),
    Q4_0(2, Quants.Q4_0),
    Q4_1(3, Quants.Q4_1),
    Q5_0(6, Quants.Q5_0),
    Q5_1(7, Quants.Q5_1),
    Q8_0(8, Quants.Q8_0),
    Q4_K(12, KQuants.Q4_K),
    Q5_K(13, KQuants.Q5_K),
    Q6_K(14, KQuants.Q6_K),
    I8(24, TensorType.I8),
    I16(25, TensorType.I16),
    I32(26, TensorType.I32),
    I64(27, TensorType.I64),
    F64(28, TensorType.F64),
    BF16(30, TensorType.BF16);

    private final int id;
    private final TensorType type;
    private final @Nullable Quantisation quantisation;

    GgmlType(int id, TensorType type) {
        this.id = id;
        this.type = type;
        this.quantisation = null;
    }

    GgmlType(int id, Quantisation quantisation) {
        this.id = id;
        this.type = TensorType.F32;
        this.quantisation = quantisation;
    }

    /** The type with a number of GGUF. */
    static Optional<GgmlType> of(int id) {
        for (GgmlType type : values()) {
            if (type.id == id) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    int id() {
        return id;
    }

    /** The type that elements are read as: F32 where they are quantised. */
    public TensorType type() {
        return type;
    }

    /** How the elements are quantised, if they are. */
    Optional<Quantisation> quantisation() {
        return Optional.ofNullable(quantisation);
    }

    /** How many bytes elements take as they are stored. */
    public long bytes(long elements) {
        return elements / blockElements() * blockBytes();
    }

    /** How many elements stand or fall together. */
    int blockElements() {
        return quantisation == null ? 1 : quantisation.elements();
    }

    int blockBytes() {
        return quantisation == null ? type.bytes() : quantisation.bytes();
    }
}
