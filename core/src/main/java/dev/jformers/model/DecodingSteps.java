package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.jformers.torch.Program;
import dev.jformers.torch.Recording;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decoder's passes over one more token a row. The first ones are computed by its blocks, operator by operator; two of them are
 * recorded, and from then on a pass is one call of TorchScript. What cannot be recorded stays with the blocks. Thread-safe; the
 * programs are closed with their manager.
 */
public final class DecodingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(DecodingSteps.class);

    /** Passes of one kind before one is recorded: a program takes as long to make as some dozens of passes. */
    private static final int UNRECORDED = 8;

    /** Programs that a model may have; kinds of passes that have none yet make room for others. */
    private static final int MOST_KINDS = 32;

    private final NDManager owner;
    private final Collection<NDArray> parameters;
    private final Map<Kind, Steps> kinds = new ConcurrentHashMap<>();

    /** What makes a program another pass's too. */
    private record Kind(long rows, boolean padded, int fixed, BitSet windows) {}

    /**
     * @param owner frees the programs when it is closed
     * @param parameters of the model
     */
    public DecodingSteps(NDManager owner, Collection<NDArray> parameters) {
        this.owner = owner;
        this.parameters = parameters;
    }

    /**
     * @param tokens a token a row and its position, INT64 {@code [2, rows, 1]}
     * @param mask of all tokens, {@code [rows, keySeq]}, 1 for tokens and 0 for padding; null where nothing is padded
     * @param cache has read the tokens before
     * @param blocks compute a pass
     * @return what the blocks compute, owned by the manager
     */
    public List<NDArray> run(
            NDManager manager,
            NDArray tokens,
            @Nullable NDArray mask,
            KeyValueCache cache,
            Function<TokenInput, List<NDArray>> blocks) {
        List<NDArray> fixed = cache.fixed();
        Kind kind = new Kind(tokens.getShape().get(1), mask != null, fixed.size(), cache.windows());
        List<NDArray> inputs = new ArrayList<>(mask == null ? List.of(tokens) : List.of(tokens, mask));
        inputs.addAll(fixed);
        Step step = new Step(manager, inputs, mask != null, cache, blocks);
        Steps alike = cache.hasRoom() ? alike(kind) : null;
        return alike == null ? step.computed() : alike.run(step);
    }

    /** Null if there are too many kinds already. */
    private @Nullable Steps alike(Kind kind) {
        Steps known = kinds.get(kind);
        if (known != null) {
            return known;
        }
        if (kinds.size() >= MOST_KINDS) {
            kinds.values().removeIf(Steps::leaves);
        }
        return kinds.size() >= MOST_KINDS ? null : kinds.computeIfAbsent(kind, absent -> new Steps());
    }

    /**
     * A pass over one more token a row.
     *
     * @param inputs the tokens with their positions, their mask if they are padded, and what stays the same in the cache
     */
    private record Step(
            NDManager manager,
            List<NDArray> inputs,
            boolean padded,
            KeyValueCache cache,
            Function<TokenInput, List<NDArray>> blocks) {

        /** By the blocks; without positions where nothing is padded, for models count better than they read. */
        List<NDArray> computed() {
            TokenInput input = input(inputs);
            return blocks.apply(padded ? input : new TokenInput(input.ids(), null, null));
        }

        /** By a program. */
        List<NDArray> computed(Program program) {
            List<NDArray> results = program.run(manager, inputs, cache.buffers(), cache.places(), cache.length());
            cache.advance();
            return results;
        }

        /** By the blocks, which a recording watches. */
        List<NDArray> recorded(Recording recording) {
            List<NDArray> named = inputs.stream().map(recording::input).toList();
            List<NDArray> results = blocks.apply(input(named));
            recording.returns(results);
            return results.stream().map(Recording::real).toList();
        }

        private TokenInput input(List<NDArray> arrays) {
            NDArray tokens = arrays.get(0);
            NDArray mask = padded ? arrays.get(1) : null;
            return new TokenInput(tokens.get(new NDIndex("0")), null, mask, tokens.get(new NDIndex("1")), null, null);
        }
    }

    /** How many kinds of passes are programs by now. */
    public long programs() {
        return kinds.values().stream().filter(steps -> steps.program != null).count();
    }

    /** The passes of one kind. */
    private final class Steps {

        private final ReentrantLock lock = new ReentrantLock();
        private int passes;
        private boolean unrecordable;
        private @Nullable Recording first;
        private volatile @Nullable Program program;

        List<NDArray> run(Step step) {
            Program made = program;
            if (made != null) {
                return step.computed(made);
            }
            if (!lock.tryLock()) {
                return step.computed();
            }
            try {
                boolean same = first != null && first.past() == step.cache().length();
                boolean plain = unrecordable || program != null || same || passes++ < UNRECORDED;
                return plain ? step.computed() : recorded(step);
            } finally {
                lock.unlock();
            }
        }

        private List<NDArray> recorded(Step step) {
            long past = step.cache().length();
            Recording recording = new Recording(owner, parameters, past);
            try {
                List<NDArray> results = step.recorded(recording);
                keep(recording);
                return results;
            } catch (RuntimeException e) {
                recording.close();
                step.cache().truncate(past);
                List<NDArray> results = step.computed(); // what is wrong with the input is thrown again from here
                LOG.debug("decoding stays with the blocks", e);
                unrecordable = true;
                return results;
            }
        }

        /** Whether there is no program, nor one about to be made; what was recorded is freed then. */
        boolean leaves() {
            if (program != null || !lock.tryLock()) {
                return false;
            }
            try {
                if (first != null) {
                    first.close();
                    first = null;
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        private void keep(Recording recording) {
            Recording before = first;
            if (before == null) {
                first = recording;
                return;
            }
            try {
                Program made = before.alignedWith(recording);
                owner.attachInternal(UUID.randomUUID().toString(), made);
                program = made;
            } finally {
                before.close();
                first = null;
            }
        }
    }
}
