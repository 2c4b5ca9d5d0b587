package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.jformers.layer.NoNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;

/**
 * A learned vector for each distance between two tokens (He et al. 2021, section 3.1).
 *
 * @param hidden size of a vector
 * @param span distances from {@code -span} to {@code span - 1} have vectors, those beyond share the outermost ones
 * @param maxDistance where above 0, distances beyond half the span share vectors in buckets whose width grows
 *     logarithmically, so that the span reaches this far
 * @param norm of the vectors
 */
public record LearnedDistances(long hidden, int span, int maxDistance, Norm norm) implements RelativePosition {

    /** With a vector of its own for each distance, as they are. */
    public LearnedDistances(long hidden, int span) {
        this(hidden, span, 0, new NoNorm());
    }

    @Override
    public RelativePositionBlock newBlock(int heads) {
        return new LearnedDistancesBlock(this);
    }

    private static final class LearnedDistancesBlock extends RelativePositionBlock {

        private final LearnedDistances config;
        private final Parameter weight;
        private final NormBlock norm;

        LearnedDistancesBlock(LearnedDistances config) {
            this.config = config;
            this.weight = weight("weight", 2L * config.span(), config.hidden());
            this.norm = addChildBlock("norm", config.norm().newBlock(config.hidden()));
        }

        @Override
        public PositionSignal signal(Pass pass, Tokens tokens) {
            NDArray places = tokens.range();
            // [1, seq, 1] - [1, 1, seq] -> [1, querySeq, keySeq]
            NDArray distances = places.expandDims(2).sub(places.expandDims(1));
            NDArray buckets = config.maxDistance() == 0 ? distances : buckets(distances);
            NDArray rows = buckets.add(config.span()).maximum(0).minimum(2 * config.span() - 1);
            return new Table(new Distances(norm.normalize(pass, pass.value(weight)), rows, null));
        }

        /** In single precision throughout: the borders of the buckets hang on its rounding. */
        private NDArray buckets(NDArray distances) {
            int exact = config.span() / 2;
            NDArray far = distances.abs();
            NDArray growth = far.maximum(1)
                    .toType(DataType.FLOAT32, false)
                    .div(exact)
                    .log()
                    .div(distances
                            .getManager()
                            .create((float) (config.maxDistance() - 1) / exact)
                            .log());
            NDArray grown =
                    growth.mul(exact - 1).ceil().toType(DataType.INT64, false).add(exact);
            NDArray near = far.lte(exact).toType(DataType.INT64, false);
            return distances
                    .mul(near)
                    .add(grown.mul(distances.sign()).mul(near.neg().add(1)));
        }
    }

    private record Table(Distances distances) implements PositionSignal {}
}
