package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import dev.jformers.attention.Attention;
import dev.jformers.attention.FixedStates;
import dev.jformers.attention.GrowingStates;
import dev.jformers.attention.MultiHead;
import dev.jformers.attention.MultiHeadLatent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder keeps of the tokens that it has read, so that each new token costs one step and not the whole text: keys and
 * values, or the small vectors of latent attention, layer by layer; behind an encoder also what that made. Its arrays are in native
 * memory of its own: close it. Not thread-safe.
 */
public final class KeyValueCache implements AutoCloseable {

    private final NDManager manager;
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
            requireKept(stack.layers().get(place).attention());
            layers.add(new GrowingStates(manager, expected));
            memories.add(new FixedStates(manager));
        }
    }

    private static void requireKept(Attention attention) {
        if (!(attention instanceof MultiHead || attention instanceof MultiHeadLatent)) {
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

    /** Forgets all tokens but the first ones of each row. */
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
