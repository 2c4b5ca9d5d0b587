package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.model.KeyValueCache;
import dev.jformers.model.TokenInput;
import dev.jformers.torch.Program;
import dev.jformers.torch.Recording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decoder's passes over one more token a row. The first ones are computed by its blocks, operator by operator; two of them are
 * recorded, and from then on a pass is one call of TorchScript. What cannot be recorded stays with the blocks. Thread-safe; the
 * programs are closed with their manager.
 */
final class DecodingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(DecodingSteps.class);

    /** Passes of one kind before one is recorded: a program takes as long to make as some dozens of passes. */
    private static final int UNRECORDED = 8;

    /** Programs that a model may have; kinds of passes that have none yet make room for others. */
    private static final int MOST_KINDS = 32;

    private final NDManager owner;
    private final Collection<NDArray> parameters;
    private final Map<Kind, Steps> kinds = new ConcurrentHashMap<>();

    /** What makes a program another pass's too. */
    private record Kind(long rows, boolean padded, int fixed, List<Boolean> windows) {}

    /**
     * @param owner frees the programs when it is closed
     * @param parameters of the model
     */
    DecodingSteps(NDManager owner, Collection<NDArray> parameters) {
        this.owner = owner;
        this.parameters = parameters;
    }

    /**
     * @param input a token a row, and its position
     * @param cache has read the tokens before
     * @param blocks compute a pass
     * @return what the blocks compute, owned by the manager
     */
    List<NDArray> run(
            NDManager manager, TokenInput input, KeyValueCache cache, Function<TokenInput, List<NDArray>> blocks) {
        Kind kind = new Kind(
                input.ids().getShape().get(0),
                input.mask() != null,
                cache.fixed().size(),
                cache.windows());
        if (kinds.size() >= MOST_KINDS) {
            kinds.values().removeIf(Steps::leaves);
        }
        boolean known = kinds.containsKey(kind) || kinds.size() < MOST_KINDS;
        return known && cache.hasRoom()
                ? kinds.computeIfAbsent(kind, absent -> new Steps()).run(manager, input, cache, blocks)
                : blocks.apply(counted(input));
    }

    /** How many kinds of passes are programs by now. */
    long programs() {
        return kinds.values().stream().filter(steps -> steps.program != null).count();
    }

    /** Without positions where nothing is padded: models count better than they read. */
    private static TokenInput counted(TokenInput input) {
        return input.mask() == null ? new TokenInput(input.ids(), null, null) : input;
    }

    /** The passes of one kind. */
    private final class Steps {

        private final ReentrantLock lock = new ReentrantLock();
        private int passes;
        private boolean unrecordable;
        private @Nullable Recording first;
        private volatile @Nullable Program program;

        List<NDArray> run(
                NDManager manager, TokenInput input, KeyValueCache cache, Function<TokenInput, List<NDArray>> blocks) {
            Program made = program;
            if (made != null) {
                List<NDArray> results = made.run(
                        manager, inputs(input, cache).toList(), cache.buffers(), cache.places(), cache.length());
                cache.advance();
                return results;
            }
            if (!lock.tryLock()) {
                return blocks.apply(counted(input));
            }
            try {
                boolean same = first != null && first.past() == cache.length();
                boolean plain = unrecordable || program != null || same || passes++ < UNRECORDED;
                return plain ? blocks.apply(counted(input)) : recorded(input, cache, blocks);
            } finally {
                lock.unlock();
            }
        }

        private List<NDArray> recorded(
                TokenInput input, KeyValueCache cache, Function<TokenInput, List<NDArray>> blocks) {
            long past = cache.length();
            Recording recording = new Recording(owner, parameters, past);
            try {
                List<NDArray> results = record(recording, input, cache, blocks);
                keep(recording);
                return results;
            } catch (RuntimeException e) {
                recording.close();
                cache.truncate(past);
                List<NDArray> results =
                        blocks.apply(counted(input)); // what is wrong with the input is thrown again from here
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

        private List<NDArray> record(
                Recording recording,
                TokenInput input,
                KeyValueCache cache,
                Function<TokenInput, List<NDArray>> blocks) {
            List<NDArray> named = inputs(input, cache).map(recording::input).toList();
            NDArray mask = input.mask() == null ? null : named.get(2);
            TokenInput watched = new TokenInput(named.get(0), null, mask, named.get(1), null, null);
            List<NDArray> results = blocks.apply(watched);
            recording.returns(results);
            return results.stream().map(Recording::real).toList();
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

    private static Stream<NDArray> inputs(TokenInput input, KeyValueCache cache) {
        List<NDArray> arrays = new ArrayList<>(List.of(input.ids(), Objects.requireNonNull(input.positions())));
        if (input.mask() != null) {
            arrays.add(input.mask());
        }
        arrays.addAll(cache.fixed());
        return arrays.stream();
    }
}
