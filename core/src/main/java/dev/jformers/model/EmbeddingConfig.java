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
 * @param bridge what stands between the sizes of embeddings and of layers
 * @param targetVector whether there is a learned vector that stands for a token to be predicted, of which only the place is
 *     known (Yang et al. 2019, section 2.3)
 */
public record EmbeddingConfig(
        double scale,
        @Nullable AbsolutePosition position,
        long segmentTypes,
        @Nullable Norm norm,
        double dropout,
        Bridge bridge,
        boolean targetVector) {

    /** Where linear maps stand between the size of embeddings and that of the layers. */
    public enum Bridge {
        /** Behind the normalised sum of all vectors, with a bias, where sizes differ (ELECTRA). */
        AFTER_SUM,
        /** There, and also where sizes are the same (Lan et al. 2020, section 3.1: ALBERT). */
        ALWAYS_AFTER_SUM,
        /** Where sizes differ, behind the words, before anything is added, and back again behind the last layer, both without bias (OPT 350m). */
        BOTH_ENDS
    }

    /** Of words alone: without positions, segments and norm. */
    public EmbeddingConfig(double scale, double dropout) {
        this(scale, null, 0, null, dropout);
    }

    /** Of tokens that are all known, masked or not, with a linear map behind the sum where sizes differ. */
    public EmbeddingConfig(
            double scale, @Nullable AbsolutePosition position, long segmentTypes, @Nullable Norm norm, double dropout) {
        this(scale, position, segmentTypes, norm, dropout, Bridge.AFTER_SUM);
    }

    /** Of tokens that are all known, masked or not. */
    public EmbeddingConfig(
            double scale,
            @Nullable AbsolutePosition position,
            long segmentTypes,
            @Nullable Norm norm,
            double dropout,
            Bridge bridge) {
        this(scale, position, segmentTypes, norm, dropout, bridge, false);
    }

    EmbeddingConfig withDropout(double rate) {
        return new EmbeddingConfig(scale, position, segmentTypes, norm, rate, bridge, targetVector);
    }
}
