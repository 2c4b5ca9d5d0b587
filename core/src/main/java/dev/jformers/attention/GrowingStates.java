package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.torch.Operators;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The states of a decoder's tokens: those read now are written behind those of the passes before, into memory that is there
 * already, and grows by blocks. Where a pattern has a window, tokens that fell out of it are dropped, and memory stops growing. Not
 * thread-safe; the memory is the manager's.
 */
public final class GrowingStates implements StateCache {

    private static final long BLOCK = 256;

    /** How many of the last tokens can be forgotten, for the window of those before them is kept too. */
    private static final long SPARE = 64;

    private final NDManager manager;
    private final Pattern pattern;
    private final long expected;
    private final List<NDArray> buffers = new ArrayList<>();
    /** Place of the first token that was not dropped. */
    private long first;

    private long length;
    /** For how many tokens there is memory. */
    private long capacity;

    /**
     * @param pattern which tokens are looked at
     * @param expected for how many tokens there is memory from the beginning
     */
    public GrowingStates(NDManager manager, Pattern pattern, long expected) {
        this.manager = manager;
        this.pattern = pattern;
        this.expected = expected;
    }

    /** Number of tokens a row, also those that were dropped. */
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
        if (held() > most()) {
            return slide(read, before);
        }
        reserve(read, before - first);
        List<NDArray> seen = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            seen.add(Operators.appendStates(
                    read.get(i), buffers.get(i), before - first, pattern.firstSeen(before) - first));
        }
        return seen;
    }

    /** Whether one more token a row can be written behind the others, into memory that is there and without dropping any. */
    public boolean hasRoom() {
        return held() < capacity;
    }

    /** Where states are written: owned by the cache, until it grows or is reordered. */
    public List<NDArray> buffers() {
        return Collections.unmodifiableList(buffers);
    }

    /** How many tokens the memory holds. */
    public long held() {
        return length - first;
    }

    /** The first of them that the next token looks at. */
    public long firstSeen() {
        return pattern.firstSeen(length) - first;
    }

    /** Counts a token a row, which somebody else has written. */
    public void advance() {
        length++;
    }

    /** For how many tokens there is memory at most. */
    private long most() {
        return pattern.window() == Long.MAX_VALUE ? Long.MAX_VALUE : pattern.window() + 2 * SPARE;
    }

    /** Drops tokens, and keeps those that may still be seen from {@link #SPARE} tokens back. */
    private List<NDArray> slide(List<NDArray> read, long before) {
        long kept = Math.max(first, pattern.firstSeen(Math.max(0, length - SPARE)));
        long start = Math.min(kept, pattern.firstSeen(before));
        List<NDArray> joined = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            NDArray fresh = read.get(i);
            joined.add(
                    buffers.isEmpty()
                            ? fresh
                            : Operators.joinStates(fresh, buffers.get(i), start - first, before - first));
        }
        first = kept;
        reserve(read, 0);
        for (int i = 0; i < read.size(); i++) {
            NDArray states = Operators.statesBetween(joined.get(i), kept - start, length - start);
            Operators.appendStates(states, buffers.get(i), 0, 0);
        }
        long offset = pattern.firstSeen(before) - start;
        return joined.stream()
                .map(all -> Operators.statesBetween(all, offset, all.getShape().get(2)))
                .toList();
    }

    /** Makes room for all tokens that are kept; what is there already stays. */
    private void reserve(List<NDArray> read, long filled) {
        if (!buffers.isEmpty() && held() <= capacity) {
            return;
        }
        long blocks = (Math.max(held(), expected) + BLOCK - 1) / BLOCK * BLOCK;
        long room = Math.min(blocks, most());
        List<NDArray> small = List.copyOf(buffers);
        buffers.clear();
        for (NDArray states : read) {
            Shape shape = states.getShape();
            Shape all = new Shape(shape.get(0), shape.get(1), room, shape.get(3));
            buffers.add(manager.zeros(all, states.getDataType()));
        }
        capacity = room;
        for (int i = 0; i < small.size(); i++) {
            move(small.get(i), buffers.get(i), filled);
        }
    }

    /** Copies the first tokens, and closes what held them. */
    private static void move(NDArray small, NDArray large, long filled) {
        try (small;
                NDArray kept = Operators.statesBetween(small, 0, filled)) {
            Operators.appendStates(kept, large, 0, 0).close();
        }
    }

    /** Whether the first so many tokens can be gone on from: whether what they see was not dropped. */
    public boolean canTruncate(long kept) {
        return kept == 0 || pattern.firstSeen(kept) >= first;
    }

    /**
     * Forgets all tokens but the first ones.
     *
     * @throws IllegalStateException if what they see was dropped
     */
    public void truncate(long kept) {
        if (!canTruncate(kept)) {
            throw new IllegalStateException("of " + length + " tokens those before " + first
                    + " were dropped, so that one cannot go on behind the first " + kept);
        }
        length = Math.min(length, kept);
        first = Math.min(first, length);
    }

    /**
     * Rows of before, in another order or number.
     *
     * @param rows INT64 {@code [batch]}: which row each becomes
     */
    public void reorder(NDArray rows) {
        buffers.replaceAll(buffer -> Rows.pick(buffer, rows, manager));
    }

    /**
     * The states of the tokens that were not dropped.
     *
     * @return {@code [batch, heads, kept, size]} each: not copies, owned by the manager
     */
    public List<NDArray> kept(NDManager owner) {
        return buffers.stream()
                .map(buffer -> {
                    NDArray states = Operators.statesBetween(buffer, 0, held());
                    states.attach(owner);
                    return states;
                })
                .toList();
    }

    /**
     * Takes states instead of reading tokens; nothing was read before.
     *
     * @param states of the last tokens, as {@link #kept} gives them
     * @param tokens number of tokens, also those that were dropped
     */
    public void restore(List<NDArray> states, long tokens) {
        length = tokens;
        first = tokens - states.get(0).getShape().get(2);
        reserve(states, 0);
        for (int i = 0; i < states.size(); i++) {
            Operators.appendStates(states.get(i), buffers.get(i), 0, 0);
        }
    }
}
