package dev.jformers.model;

import dev.jformers.layer.Norm;
import dev.jformers.position.AbsolutePosition;
import org.jspecify.annotations.Nullable;

/**
 * How token ids become the vectors that the first layer reads.
 *
 * @param scale what the vectors of the table are multiplied by
 * @param position vectors of positions that are added; null for none
 * @param segmentTypes number of segment types whose vectors are added; 0 for none
 * @param norm of the sum; null for none
 * @param dropout rate at which the result is dropped in training
 * @param targetVector whether there is a learned vector that stands for a token to be predicted, of which only the place is
 *     known (Yang et al. 2019, section 2.3)
 */
public record EmbeddingConfig(
        double scale,
        @Nullable AbsolutePosition position,
        long segmentTypes,
        @Nullable Norm norm,
        double dropout,
        boolean targetVector) {

    /** Of tokens that are all known, masked or not. */
    public EmbeddingConfig(
            double scale, @Nullable AbsolutePosition position, long segmentTypes, @Nullable Norm norm, double dropout) {
        this(scale, position, segmentTypes, norm, dropout, false);
    }

    EmbeddingConfig withDropout(double rate) {
        return new EmbeddingConfig(scale, position, segmentTypes, norm, rate, targetVector);
    }
}
