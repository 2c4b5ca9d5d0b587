package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedBytes;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.util.List;

/**
 * A view of a storage.
 *
 * @param storage its memory
 * @param type of its elements; if it is not the storage's, that is one of bytes
 * @param offset of its first element, in elements
 * @param shape its sizes
 * @param strides by how many elements the next index of each axis is away; as many as sizes
 */
record PickledTensor(PickledStorage storage, TensorType type, long offset, List<Long> shape, List<Long> strides) {

    /**
     * @param where begins messages
     * @throws InvalidInputException if it reaches out of its storage, or repeats its elements
     */
    void check(String where) {
        TensorInfo info = TensorInfo.checked(where, "", type, shape);
        long available = storage.bytes() / type.bytes();
        if (shape.size() != strides.size()
                || offset < 0
                || strides.stream().anyMatch(stride -> stride < 0)
                || last(where) >= available) {
            throw new InvalidInputException(where + ": shape " + shape + ", strides " + strides + " and offset "
                    + offset + " reach out of its storage of " + available + " elements");
        }
        if (info.elements() > available) {
            throw new InvalidInputException(where + ": shape " + shape + " has more elements than its storage ("
                    + available + "), some of them many times; save it as a tensor of its own, with .contiguous()");
        }
    }

    /** The index in the storage of the last element; -1 if there is none. */
    private long last(String where) {
        if (shape.contains(0L)) {
            return -1;
        }
        long last = offset;
        try {
            for (int axis = 0; axis < shape.size() && axis < strides.size(); axis++) {
                last = Math.addExact(last, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
            }
            return last;
        } catch (ArithmeticException e) {
            throw new InvalidInputException(where + ": strides " + strides + " reach beyond any storage", e);
        }
    }

    StoredTensor stored(String file, String name, MappedBytes mapped) {
        TensorInfo info = new TensorInfo(name, type, shape);
        if (info.elements() == 0) {
            return new StoredTensor(file, info, mapped.range(0, 0));
        }
        if (isRowByRow()) {
            long begin = offset * type.bytes();
            return new StoredTensor(file, info, mapped.range(begin, begin + info.bytes()));
        }
        return new StoredTensor(file, info, new StridedBytes(this, mapped));
    }

    private boolean isRowByRow() {
        long expected = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            if (shape.get(axis) != 1 && strides.get(axis) != expected) {
                return false;
            }
            expected *= shape.get(axis);
        }
        return true;
    }
}
