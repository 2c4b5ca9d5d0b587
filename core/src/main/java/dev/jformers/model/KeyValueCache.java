package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;
import dev.jformers.attention.Attention;
import dev.jformers.attention.FixedStates;
import dev.jformers.attention.GrowingStates;
import dev.jformers.attention.Pattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder keeps of the tokens that it has read, so that each new token costs one step and not the whole text: keys and
 * values, or the small vectors of latent attention, layer by layer; behind an encoder also what that made. Its arrays are in native
 * memory of its own: close it. Not thread-safe.
 */
public final class KeyValueCache implements AutoCloseable {

    private final NDManager manager;
    private final List<Attention> attentions = new ArrayList<>();
    private final List<Pattern> patterns;
    private final List<GrowingStates> layers = new ArrayList<>();
    private final List<FixedStates> memories = new ArrayList<>();
    private @Nullable Memory memory;

    /**
     * @param parent the memory's manager is a child of it
     * @param expected for how many tokens a row there is memory from the beginning; more grow it
     * @throws InvalidInputException if the model has no decoder whose attention can go on
     */
    public KeyValueCache(TransformerConfig config, NDManager parent, long expected) {
        if (config.stacks() instanceof Stacks.EncoderOnly) {
            throw new InvalidInputException(
                    "the model is an encoder, which reads texts whole: there is nothing to go on from; take a decoder.");
        }
        this.manager = parent.newSubManager();
        StackConfig stack = config.stacks().last();
        for (int place : stack.order()) {
            Attention attention = stack.layers().get(place).attention();
            requireKept(attention);
            attentions.add(attention);
            layers.add(new GrowingStates(manager, attention.pattern(), expected));
            memories.add(new FixedStates(manager));
        }
        this.patterns = attentions.stream().map(Attention::pattern).distinct().toList();
    }

    private static void requireKept(Attention attention) {
        if (attention.states(0).isEmpty()) {
            throw new InvalidInputException(
                    "the model's attention (" + attention.getClass().getSimpleName()
                            + ") reads texts whole and cannot go on; take another decoder.");
        }
    }

    /** Number of tokens a row that were read, padding counted. */
    public long length() {
        return layers.get(0).length();
    }

    /** Bytes of native memory, also those for tokens to come. */
    public long bytes() {
        return layers.stream().mapToLong(GrowingStates::bytes).sum()
                + memories.stream().mapToLong(FixedStates::bytes).sum();
    }

    /** Whether one can go on behind the first tokens of each row: whether windows of attention have not dropped what they see. */
    public boolean canTruncate(long kept) {
        return layers.stream().allMatch(layer -> layer.canTruncate(kept));
    }

    /**
     * Forgets all tokens but the first ones of each row. The last 64 can always be forgotten.
     *
     * @throws IllegalStateException if {@link #canTruncate} says no
     */
    public void truncate(long kept) {
        layers.forEach(layer -> layer.truncate(kept));
    }

    /**
     * Makes other rows out of those that are there: the beams that live on, or several of each.
     *
     * @param rows INT64 {@code [batch]}: which row each becomes
     */
    public void reorder(NDArray rows) {
        layers.forEach(layer -> layer.reorder(rows));
        memories.forEach(states -> states.reorder(rows));
        if (memory != null) {
            keep(memory.reordered(rows));
        }
    }

    /**
     * What is kept of the tokens of a decoder without an encoder, by name.
     *
     * @return {@code [batch, heads, kept, size]} each: not copies, owned by the manager
     */
    public Map<String, NDArray> states(NDManager owner) {
        Map<String, NDArray> states = new LinkedHashMap<>();
        for (int place = 0; place < layers.size(); place++) {
            List<NDArray> arrays = layers.get(place).kept(owner);
            for (int i = 0; i < arrays.size(); i++) {
                states.put(name(place, i), arrays.get(i));
            }
        }
        return states;
    }

    private static String name(int place, int part) {
        return "layers." + place + "." + part;
    }

    /**
     * Takes what was kept of one row of tokens, instead of reading them; nothing was read before.
     *
     * @param source what messages call the states
     * @param states as {@link #states} gives them
     * @param tokens number of tokens
     * @throws InvalidInputException if a state is missing, or has another shape than this model's
     */
    public void restore(String source, Map<String, NDArray> states, long tokens) {
        for (int place = 0; place < layers.size(); place++) {
            List<NDArray> arrays = new ArrayList<>();
            int parts = attentions.get(place).states(0).size();
            for (int part = 0; part < parts; part++) {
                String name = name(place, part);
                arrays.add(fitting(source + ": " + name, states.get(name), attentions.get(place), part, tokens));
            }
            layers.get(place).restore(arrays, tokens);
        }
    }

    private static NDArray fitting(String name, @Nullable NDArray array, Attention attention, int part, long tokens) {
        long least = tokens - attention.pattern().firstSeen(tokens);
        if (array != null && array.getShape().dimension() == 4 && array.getDataType() == DataType.FLOAT32) {
            long kept = array.getShape().get(2);
            Shape shape = attention.states(kept).get(part);
            if (kept >= least && kept <= tokens && array.getShape().equals(shape)) {
                return array;
            }
        }
        throw new InvalidInputException(name + " is "
                + (array == null ? "missing" : array.getDataType() + " " + array.getShape()) + " but must be FLOAT32 "
                + attention.states(least).get(part) + ", those of the last tokens.");
    }

    /** Whether one more token a row can be written into the memory there is, without dropping any. */
    boolean hasRoom() {
        for (GrowingStates layer : layers) {
            if (!layer.hasRoom()) {
                return false;
            }
        }
        return true;
    }

    /** Where the states of tokens are written, layer by layer; owned by the cache, until it grows or is reordered. */
    List<NDArray> buffers() {
        List<NDArray> buffers = new ArrayList<>();
        layers.forEach(layer -> buffers.addAll(layer.buffers()));
        return buffers;
    }

    /** For each buffer how many tokens it holds, and the first of them that the next token looks at. */
    long[] places() {
        LongStream.Builder places = LongStream.builder();
        for (GrowingStates layer : layers) {
            for (int i = 0; i < layer.buffers().size(); i++) {
                places.add(layer.held()).add(layer.firstSeen());
            }
        }
        return places.build().toArray();
    }

    /** For each pattern of attention whether it looks at the last tokens alone by now. */
    BitSet windows() {
        BitSet windows = new BitSet();
        for (int i = 0; i < patterns.size(); i++) {
            windows.set(i, patterns.get(i).firstSeen(length()) > 0);
        }
        return windows;
    }

    /** What stays the same from pass to pass: what an encoder made. Owned by the cache. */
    List<NDArray> fixed() {
        List<NDArray> arrays = new ArrayList<>();
        if (memory != null) {
            arrays.add(memory.hidden());
            if (memory.mask().additive() != null) {
                arrays.add(memory.mask().additive());
            }
        }
        memories.forEach(states -> arrays.addAll(states.all()));
        return arrays;
    }

    /** Counts a token a row, which somebody else has written into the buffers. */
    void advance() {
        layers.forEach(GrowingStates::advance);
    }

    @Nullable
    Memory memory() {
        return memory;
    }

    /** Keeps what an encoder made. */
    void keep(Memory made) {
        made.attach(manager);
        memory = made;
    }

    GrowingStates layer(int place) {
        return layers.get(place);
    }

    FixedStates memoryOf(int place) {
        return memories.get(place);
    }

    @Override
    public void close() {
        manager.close();
    }
}
