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
 * @param projected whether a linear map stands between the result and the first layer even where their sizes are the same
 */
public record EmbeddingConfig(
        double scale,
        @Nullable AbsolutePosition position,
        long segmentTypes,
        @Nullable Norm norm,
        double dropout,
        boolean projected) {

    /** With a linear map only where sizes differ. */
    public EmbeddingConfig(
            double scale, @Nullable AbsolutePosition position, long segmentTypes, @Nullable Norm norm, double dropout) {
        this(scale, position, segmentTypes, norm, dropout, false);
    }

    EmbeddingConfig withDropout(double rate) {
        return new EmbeddingConfig(scale, position, segmentTypes, norm, rate, projected);
    }
}
