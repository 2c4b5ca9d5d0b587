package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;

/**
 * A learned bias a head for each distance; far distances share buckets whose width grows logarithmically (Raffel et al. 2020,
 * section 2.1).
 *
 * @param buckets how many
 * @param maxDistance from which on all distances share the last bucket
 * @param bidirectional whether tokens ahead have buckets of their own; otherwise they count as distance 0
 * @param scale what the bias is multiplied by
 * @param sharing whose the biases are
 */
public record RelativeBias(int buckets, int maxDistance, boolean bidirectional, double scale, Sharing sharing)
        implements RelativePosition {

    /** All layers share the biases, as in T5. */
    public RelativeBias(int buckets, int maxDistance, boolean bidirectional, double scale) {
        this(buckets, maxDistance, bidirectional, scale, Sharing.STACK);
    }

    @Override
    public RelativePositionBlock newBlock(int heads) {
        return new RelativeBiasBlock(this, heads);
    }

    private static final class RelativeBiasBlock extends RelativePositionBlock {

        private final RelativeBias config;
        private final Parameter weight;

        RelativeBiasBlock(RelativeBias config, int heads) {
            this.config = config;
            this.weight = bias("weight", config.buckets(), heads);
        }

        /** From {@code maxDistance} on all biases are the same, so those of a few distances are all that is needed. */
        @Override
        public PositionSignal signal(Pass pass, Tokens tokens) {
            int far = config.maxDistance();
            NDArray buckets = bucket(tokens.ids().getManager().arange(-far, far + 1, 1, DataType.INT64));
            NDArray table = Operators.embedding(buckets, pass.value(weight), -1);
            NDArray scaled = config.scale() == 1 ? table : Operators.scale(table, config.scale());
            return DistanceBias.of(scaled, far, tokens);
        }

        private NDArray bucket(NDArray distances) {
            int count = config.bidirectional() ? config.buckets() / 2 : config.buckets();
            NDArray ahead = distances.gt(0).toType(DataType.INT64, false);
            NDArray far = config.bidirectional()
                    ? distances.abs()
                    : distances.minimum(0).neg();
            int exact = count / 2;
            double width = Math.log((double) config.maxDistance() / exact);
            NDArray grown = far.maximum(1)
                    .toType(DataType.FLOAT32, false)
                    .div(exact)
                    .log()
                    .div(width)
                    .mul(count - exact)
                    .toType(DataType.INT64, false)
                    .add(exact)
                    .minimum(count - 1);
            NDArray near = far.lt(exact).toType(DataType.INT64, false);
            NDArray bucket = far.mul(near).add(grown.mul(near.neg().add(1)));
            return config.bidirectional() ? bucket.add(ahead.mul(count)) : bucket;
        }
    }
}
