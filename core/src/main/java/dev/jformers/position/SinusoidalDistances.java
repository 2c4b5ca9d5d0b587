package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.layer.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Sines and cosines of each distance between two tokens (Dai et al. 2019, section 3.3), and whether two tokens are of the same
 * segment (Yang et al. 2019, section 2.5). Nothing is learned here.
 *
 * @param hidden size of a vector, even: sines in the first half, cosines in the second
 * @param clamp distances beyond count as this one; 0 for all as they are
 */
public record SinusoidalDistances(long hidden, int clamp) implements RelativePosition {

    private static final double BASE = 10_000;

    @Override
    public RelativePositionBlock newBlock(int heads) {
        return new SinusoidalDistancesBlock(this);
    }

    private static final class SinusoidalDistancesBlock extends RelativePositionBlock {

        private final SinusoidalDistances config;

        SinusoidalDistancesBlock(SinusoidalDistances config) {
            this.config = config;
        }

        @Override
        public PositionSignal signal(Pass pass, Tokens tokens) {
            long seq = tokens.ids().getShape().get(1);
            NDArray keys = tokens.range();
            // [batch or 1, querySeq, 1] - [1, 1, keySeq] -> [batch or 1, querySeq, keySeq]
            NDArray distances = tokens.queries().expandDims(2).sub(keys.expandDims(1));
            return new Waves(new Distances(vectors(tokens, seq), distances.neg().add(seq), segments(tokens)));
        }

        /** Of the distances from {@code seq} down to {@code 1 - seq}: {@code [2 * seq, hidden]}. */
        private NDArray vectors(Tokens tokens, long seq) {
            NDManager manager = tokens.ids().getManager();
            int rows = Math.toIntExact(2 * seq);
            NDArray distances =
                    manager.arange(0, rows, 1, DataType.INT64).neg().add(seq).toType(DataType.FLOAT32, false);
            if (config.clamp() > 0) {
                distances = distances.maximum(-config.clamp()).minimum(config.clamp());
            }
            float[] frequencies = RotaryScaling.single(RotaryScaling.plain(Math.toIntExact(config.hidden()), BASE));
            NDArray angles = distances.expandDims(1).mul(manager.create(frequencies));
            return angles.sin().concat(angles.cos(), 1);
        }

        private static @Nullable NDArray segments(Tokens tokens) {
            if (tokens.types() == null) {
                return null;
            }
            NDArray keys = tokens.types().expandDims(1);
            return tokens.ofQueries(tokens.types()).expandDims(2).neq(keys).toType(DataType.INT64, false);
        }
    }

    private record Waves(Distances distances) implements PositionSignal {}
}
