package dev.jformers.checkpoint;

import dev.jformers.InvalidInputException;
import java.util.List;

/**
 * What a file says of one tensor.
 *
 * @param name its name
 * @param type the type of its elements
 * @param shape its sizes, none of them negative; empty for a single number
 */
public record TensorInfo(String name, TensorType type, List<Long> shape) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /**
     * A tensor of which a file says so, found to be possible.
     *
     * @param where begins the message
     * @throws InvalidInputException if a size is negative, or there are 2^63 bytes or more
     */
    public static TensorInfo checked(String where, String name, TensorType type, List<Long> shape) {
        long bytes = type.bytes();
        for (long size : shape) {
            if (size < 0) {
                throw new InvalidInputException(where + ": shape is " + shape + " but no size may be negative");
            }
            try {
                bytes = Math.multiplyExact(bytes, size);
            } catch (ArithmeticException e) {
                throw new InvalidInputException(
                        where + ": shape is " + shape + ", more bytes of " + type + " than a file can have", e);
            }
        }
        return new TensorInfo(name, type, shape);
    }

    /** The size of the tensor in bytes. */
    public long bytes() {
        return Math.multiplyExact(elements(), type.bytes());
    }

    /** How many elements it has. */
    public long elements() {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }
}
