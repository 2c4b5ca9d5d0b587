package dev.jformers.checkpoint;

import java.util.List;

/**
 * What a safetensors header says of one tensor.
 *
 * @param name its name
 * @param type the type of its elements
 * @param shape its sizes, none of them negative; empty for a single number
 * @param begin where its bytes begin, counted from the end of the header
 * @param end where its bytes end; {@code end - begin} is the product of the shape and the element's size
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long begin, long end) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** The size of the tensor in bytes. */
    public long bytes() {
        return end - begin;
    }

    /** How many elements it has. */
    public long elements() {
        return bytes() / type.bytes();
    }
}
