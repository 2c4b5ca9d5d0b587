package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;
import org.jspecify.annotations.Nullable;

/**
 * A learned bias a head for each distance; far distances share buckets whose width grows logarithmically (Raffel et al. 2020,
 * section 2.1).
 *
 * @param buckets how many
 * @param maxDistance from which on all distances share the last bucket
 * @param bidirectional whether tokens ahead have buckets of their own; otherwise they count as distance 0
 * @param scale what the bias is multiplied by
 */
public record RelativeBias(int buckets, int maxDistance, boolean bidirectional, double scale)
        implements RelativePosition {

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
            NDArray places = tokens.range();
            int far = config.maxDistance();
            NDArray keys = tokens.past() == 0 ? places : tokens.keys();
            // [batch or 1, 1, keySeq] - [batch or 1, querySeq, 1] -> [batch or 1, querySeq, keySeq]
            NDArray distances =
                    keys.expandDims(1).sub(places.expandDims(2)).clip(-far, far).add(far);
            NDArray bias = pick(table(pass, tokens.ids().getManager()), distances);
            return new Bias(config.scale() == 1 ? bias : Operators.scale(bias, config.scale()));
        }

        /** The biases of the distances from {@code -maxDistance} to {@code maxDistance}, {@code [1, heads, distances]}. */
        private NDArray table(Pass pass, NDManager manager) {
            int far = config.maxDistance();
            NDArray buckets = bucket(manager.arange(-far, far + 1, 1, DataType.INT64));
            return Operators.embedding(buckets, pass.value(weight), -1)
                    .transpose(1, 0)
                    .expandDims(0);
        }

        /** {@code [1, heads, distances], [batch or 1, querySeq, keySeq] -> [batch or 1, heads, querySeq, keySeq]}. */
        private static NDArray pick(NDArray table, NDArray distances) {
            Shape shape = distances.getShape();
            long rows = shape.get(0);
            long heads = table.getShape().get(1);
            long pairs = shape.get(1) * shape.get(2);
            NDArray index = distances.reshape(rows, 1, pairs).broadcast(rows, heads, pairs);
            NDArray tables = table.broadcast(rows, heads, table.getShape().get(2));
            return tables.gather(index, 2).reshape(rows, heads, shape.get(1), shape.get(2));
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

    private record Bias(@Nullable NDArray bias) implements PositionSignal {}
}
