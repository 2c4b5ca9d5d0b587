package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;

/**
 * A learned bias a head for each distance, so that those of a head are a Toeplitz matrix (Raffel et al. 2020, section 2.1, without
 * buckets).
 *
 * @param maxDistance the farthest distance, ahead as back, with a bias of its own; those beyond have that of the farthest; at
 *     least 1
 * @param sharing whose the biases are
 */
public record ToeplitzBias(int maxDistance, Sharing sharing) implements RelativePosition {

    public ToeplitzBias {
        if (maxDistance < 1) {
            throw new IllegalArgumentException("maxDistance is " + maxDistance + " but must be at least 1");
        }
    }

    /** All layers share the biases. */
    public ToeplitzBias(int maxDistance) {
        this(maxDistance, Sharing.STACK);
    }

    @Override
    public RelativePositionBlock newBlock(int heads) {
        return new ToeplitzBiasBlock(maxDistance, heads);
    }

    private static final class ToeplitzBiasBlock extends RelativePositionBlock {

        private final int maxDistance;
        private final Parameter weight;

        ToeplitzBiasBlock(int maxDistance, int heads) {
            this.maxDistance = maxDistance;
            this.weight = bias("weight", 2L * maxDistance + 1, heads);
        }

        @Override
        public PositionSignal signal(Pass pass, Tokens tokens) {
            NDArray rows = tokens.ids().getManager().arange(0, 2 * maxDistance + 1, 1, DataType.INT64);
            return DistanceBias.of(Operators.embedding(rows, pass.value(weight), -1), maxDistance, tokens);
        }
    }
}
