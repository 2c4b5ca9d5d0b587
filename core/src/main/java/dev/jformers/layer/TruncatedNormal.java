package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;

/**
 * First values from a normal distribution around 0 without its tails, by the engine's random state.
 *
 * @param deviation standard deviation before the tails are cut off
 * @param cutoff how many standard deviations from 0 they are cut off
 */
public record TruncatedNormal(double deviation, double cutoff) implements Initializer {

    /** By the inverse of the distribution: a normal value is {@code sqrt(2) * erfinv} of one that is uniform from -1 to 1. */
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
        try (NDManager scope = manager.newSubManager()) {
            double farthest = deviation * cutoff;
            NDArray bound = scope.create(cutoff / Math.sqrt(2))
                    .toType(DataType.FLOAT32, false)
                    .erf();
            NDArray uniform =
                    scope.randomUniform(-1, 1, shape, DataType.FLOAT32).mul(bound);
            NDArray values = uniform.erfinv()
                    .mul(deviation * Math.sqrt(2))
                    .clip(-farthest, farthest)
                    .toType(type, false);
            values.attach(manager);
            return values;
        }
    }
}
