package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
                key -> patterns.computeIfAbsent(key.pattern(), this::newMask)
                        .plus(signal(attention, layer).bias()));
    }

    private ScoreMask newMask(Pattern pattern) {
        if (pattern.isCausal() && tokens.areWholeTexts()) {
            ScoreMask padding = ScoreMask.of(null, tokens.mask());
            return tokens.length() == 1 ? padding : padding.andCausal();
        }
        NDArray seen = sees(pattern);
        if (tokens.permutation() != null) {
            return ScoreMask.of(tokens.permutation().sees(unpadded(seen)), null);
        }
        if (pattern.opensItself() && tokens.mask() != null) {
            return ScoreMask.of(itself().logicalOr(Objects.requireNonNull(unpadded(seen))), null);
        }
        return ScoreMask.of(seen, tokens.mask());
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
        NDArray keys = manager.arange(0, all, 1, DataType.INT64);
        NDArray queries = before == 0 ? keys : manager.arange(before, all, 1, DataType.INT64);
        NDArray seen = pattern.sees(queries.expandDims(1), keys.expandDims(0), tokens.inPrefix());
        NDArray documents = tokens.documents();
        if (documents == null) {
            return seen;
        }
        NDArray same = documents.expandDims(2).eq(documents.expandDims(1));
        return seen == null ? same : same.logicalAnd(seen);
    }
}
