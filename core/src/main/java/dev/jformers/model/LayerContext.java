package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.jformers.attention.Attention;
import dev.jformers.attention.Pattern;
import dev.jformers.attention.ScoreMask;
import dev.jformers.layer.Pass;
import dev.jformers.position.PositionSignal;
import dev.jformers.position.RelativePositionBlock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the layers of one pass share: a signal for each kind of position, a mask for each pattern with it. A mask may be as large
 * as the square of the sequence, so each is made once.
 */
final class LayerContext {

    /** What makes the mask of one attention another's too. */
    private record Sight(Pattern pattern, PositionKey position) {}

    /** What makes the signal of one attention another's too. */
    private record Order(PositionKey position, boolean ahead) {}

    private final Pass pass;
    private final TokenInput tokens;
    private final long past;
    private final Map<PositionKey, RelativePositionBlock> positions;
    private final Map<Pattern, ScoreMask> patterns = new HashMap<>();
    private final Map<Sight, ScoreMask> masks = new HashMap<>();
    private final Map<Order, PositionSignal> signals = new HashMap<>();

    /**
     * @param past number of tokens that were read in passes before, and are looked at too
     */
    LayerContext(Pass pass, TokenInput tokens, Map<PositionKey, RelativePositionBlock> positions, long past) {
        this.pass = pass;
        this.tokens = tokens;
        this.past = past;
        this.positions = positions;
    }

    /** What the position of a layer says, by the layer's place in the stack. */
    PositionSignal signal(Attention attention, int layer) {
        boolean ahead = !attention.pattern().hidesLater() || tokens.prefix() != null;
        return signals.computeIfAbsent(new Order(PositionKey.of(attention, layer), ahead), this::newSignal);
    }

    private PositionSignal newSignal(Order order) {
        return Objects.requireNonNull(positions.get(order.position())).signal(pass, tokens.tokens(order.ahead(), past));
    }

    /** What is hidden, and the bias of the position. */
    ScoreMask mask(Attention attention, int layer) {
        Sight sight = new Sight(attention.pattern(), PositionKey.of(attention, layer));
        return masks.computeIfAbsent(
                sight,
                key -> patterns.computeIfAbsent(key.pattern(), this::newMask).plus(bias(attention, layer)));
    }

    /** {@code [1 or batch, heads, querySeq or 1, keySeq]}; null where there is none. */
    private @Nullable NDArray bias(Attention attention, int layer) {
        NDArray bias = signal(attention, layer).bias();
        long from = attention.pattern().firstSeen(past);
        return bias == null || from == 0 ? bias : bias.get(new NDIndex("..., {}:", from));
    }

    /** {@code [batch, keySeq]} of those tokens that are looked at; null where nothing is padded. */
    private @Nullable NDArray padding(Pattern pattern) {
        NDArray mask = tokens.mask();
        long from = pattern.firstSeen(past);
        return mask == null || from == 0 ? mask : mask.get(new NDIndex(":, {}:", from));
    }

    private ScoreMask newMask(Pattern pattern) {
        boolean one = tokens.length() == 1 && pattern.hidesLater();
        if ((one || pattern.isCausal()) && tokens.areWholeTexts()) {
            ScoreMask padding = ScoreMask.of(null, padding(pattern));
            return one ? padding : padding.andCausal();
        }
        NDArray seen = sees(pattern);
        if (tokens.permutation() != null) {
            return ScoreMask.of(tokens.permutation().sees(unpadded(seen)), null);
        }
        if (pattern.opensItself() && tokens.mask() != null) {
            return ScoreMask.of(itself().logicalOr(Objects.requireNonNull(unpadded(seen))), null);
        }
        return ScoreMask.of(seen, padding(pattern));
    }

    /** BOOLEAN {@code [seq, seq]}, {@code [batch, 1, seq]} or {@code [batch, seq, seq]}; null where everything is seen. */
    private @Nullable NDArray unpadded(@Nullable NDArray seen) {
        if (tokens.mask() == null) {
            return seen;
        }
        NDArray present = tokens.mask().neq(0).expandDims(1);
        return seen == null ? present : present.logicalAnd(seen);
    }

    /** BOOLEAN {@code [1, seq, seq]}: the diagonal. */
    private NDArray itself() {
        NDArray places = tokens.ids().getManager().arange(0, Math.toIntExact(tokens.length()), 1, DataType.INT64);
        return places.expandDims(1).eq(places.expandDims(0)).expandDims(0);
    }

    private @Nullable NDArray sees(Pattern pattern) {
        NDManager manager = tokens.ids().getManager();
        int before = Math.toIntExact(past);
        int all = Math.toIntExact(past + tokens.length());
        NDArray queries = manager.arange(before, all, 1, DataType.INT64);
        int from = Math.toIntExact(pattern.firstSeen(past));
        NDArray keys = from == before ? queries : manager.arange(from, all, 1, DataType.INT64);
        NDArray seen = pattern.sees(queries.expandDims(1), keys.expandDims(0), tokens.inPrefix());
        NDArray documents = tokens.documents();
        if (documents == null) {
            return seen;
        }
        NDArray same = documents.expandDims(2).eq(documents.expandDims(1));
        return seen == null ? same : same.logicalAnd(seen);
    }
}
