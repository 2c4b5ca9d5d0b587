package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.torch.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The states of a decoder's tokens: those read now are written behind those of the passes before, into memory that is there
 * already, and grows by blocks. Not thread-safe; the memory is the manager's.
 */
public final class GrowingStates implements StateCache {

    private static final long BLOCK = 256;

    private final NDManager manager;
    private final long expected;
    private final List<NDArray> buffers = new ArrayList<>();
    private long length;

    /**
     * @param expected for how many tokens there is memory from the beginning
     */
    public GrowingStates(NDManager manager, long expected) {
        this.manager = manager;
        this.expected = expected;
    }

    /** Number of tokens a row. */
    public long length() {
        return length;
    }

    /** Bytes of memory, also that which is not filled yet. */
    public long bytes() {
        return buffers.stream()
                .mapToLong(buffer -> buffer.size() * buffer.getDataType().getNumOfBytes())
                .sum();
    }

    @Override
    public List<NDArray> states(Supplier<List<NDArray>> fresh) {
        List<NDArray> read = fresh.get();
        long before = length;
        length += read.get(0).getShape().get(2);
        reserve(read, before);
        List<NDArray> all = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            all.add(Operators.appendStates(read.get(i), buffers.get(i), before));
        }
        return all;
    }

    /** Makes room for all tokens; what is there already stays. */
    private void reserve(List<NDArray> read, long filled) {
        if (!buffers.isEmpty() && buffers.get(0).getShape().get(2) >= length) {
            return;
        }
        long capacity = (Math.max(length, expected) + BLOCK - 1) / BLOCK * BLOCK;
        List<NDArray> small = List.copyOf(buffers);
        buffers.clear();
        for (NDArray states : read) {
            Shape shape = states.getShape();
            Shape all = new Shape(shape.get(0), shape.get(1), capacity, shape.get(3));
            buffers.add(manager.zeros(all, states.getDataType()));
        }
        for (int i = 0; i < small.size(); i++) {
            move(small.get(i), buffers.get(i), filled);
        }
    }

    /** Copies the first tokens, and closes what held them. */
    private static void move(NDArray small, NDArray large, long filled) {
        try (small;
                NDArray kept = Operators.firstStates(small, filled)) {
            Operators.appendStates(kept, large, 0).close();
        }
    }

    /** Forgets all tokens but the first ones. */
    public void truncate(long kept) {
        length = Math.min(length, kept);
    }

    /**
     * Rows of before, in another order or number.
     *
     * @param rows INT64 {@code [batch]}: which row each becomes
     */
    public void reorder(NDArray rows) {
        buffers.replaceAll(buffer -> Rows.pick(buffer, rows, manager));
    }
}
