package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.attention.Pattern;
import dev.jformers.attention.ScoreMask;
import dev.jformers.layer.Pass;
import dev.jformers.position.PositionSignal;
import dev.jformers.position.RelativePosition;
import dev.jformers.position.RelativePositionBlock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the layers of one pass share: a mask for each pattern, a signal for each kind of position. */
final class LayerContext {

    private final Pass pass;
    private final TokenInput tokens;
    private final Map<RelativePosition, RelativePositionBlock> positions;
    private final Map<Pattern, ScoreMask> masks = new HashMap<>();
    private final Map<RelativePosition, PositionSignal> signals = new HashMap<>();

    LayerContext(Pass pass, TokenInput tokens, Map<RelativePosition, RelativePositionBlock> positions) {
        this.pass = pass;
        this.tokens = tokens;
        this.positions = positions;
    }

    PositionSignal signal(RelativePosition position) {
        return signals.computeIfAbsent(
                position, key -> Objects.requireNonNull(positions.get(key)).signal(pass, tokens.tokens()));
    }

    ScoreMask mask(Pattern pattern) {
        return masks.computeIfAbsent(pattern, this::newMask);
    }

    private ScoreMask newMask(Pattern pattern) {
        if (pattern.isCausal() && tokens.areWholeTexts()) {
            return new ScoreMask(null, true);
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
        int seq = Math.toIntExact(tokens.ids().getShape().get(1));
        NDArray places = manager.arange(0, seq, 1, DataType.INT64);
        NDArray seen = pattern.sees(places.expandDims(1), places.expandDims(0), tokens.inPrefix());
        NDArray documents = tokens.documents();
        if (documents == null) {
            return seen;
        }
        NDArray same = documents.expandDims(2).eq(documents.expandDims(1));
        return seen == null ? same : same.logicalAnd(seen);
    }
}
