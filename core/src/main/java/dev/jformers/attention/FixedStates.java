package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The states of what an encoder made, which all passes of the decoder look at. Not thread-safe; the memory is the manager's. */
public final class FixedStates implements StateCache {

    private final NDManager manager;
    private final List<NDArray> states = new ArrayList<>();

    public FixedStates(NDManager manager) {
        this.manager = manager;
    }

    @Override
    public List<NDArray> states(Supplier<List<NDArray>> fresh) {
        if (states.isEmpty()) {
            states.addAll(fresh.get());
            states.forEach(array -> array.attach(manager));
        }
        return List.copyOf(states);
    }

    /** The states, once they were computed; owned by the manager. */
    public List<NDArray> all() {
        return List.copyOf(states);
    }

    /** Bytes of memory. */
    public long bytes() {
        return states.stream()
                .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                .sum();
    }

    /**
     * Rows of before, in another order or number.
     *
     * @param rows INT64 {@code [batch]}: which row each becomes
     */
    public void reorder(NDArray rows) {
        states.replaceAll(array -> Rows.pick(array, rows, manager));
    }
}
