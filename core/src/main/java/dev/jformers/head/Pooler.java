package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Linear;
import dev.jformers.layer.NoNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import org.jspecify.annotations.Nullable;

/**
 * One vector a sequence, or one a token, for a classifier to read: pooled, dropped, mapped, activated, normalised, dropped again.
 *
 * @param pooling how a sequence becomes one vector
 * @param inputDropout rate before the linear map, in training
 * @param mapping the linear map
 * @param activation behind the map
 * @param norm behind the activation
 * @param outputDropout rate behind the norm, in training
 */
public record Pooler(
        Pooling pooling, double inputDropout, Mapping mapping, Activation activation, Norm norm, double outputDropout) {

    /** Which linear map there is. */
    public enum Mapping {
        /** None. */
        NONE,
        /** One without a bias. */
        LINEAR,
        /** One with a bias. */
        AFFINE
    }

    /** Without a norm. */
    public Pooler(Pooling pooling, double inputDropout, Mapping mapping, Activation activation, double outputDropout) {
        this(pooling, inputDropout, mapping, activation, new NoNorm(), outputDropout);
    }

    /** Of the first token, with a linear map that has a bias. */
    public Pooler(double inputDropout, Activation activation, double outputDropout) {
        this(Pooling.FIRST, inputDropout, Mapping.AFFINE, activation, outputDropout);
    }

    /**
     * BERT's summary of a sequence (Devlin et al. 2019): of the first token, a linear map and tanh.
     *
     * @param dropout rate behind the tanh, in training
     */
    public static Pooler tanh(double dropout) {
        return new Pooler(0, Activation.TANH, dropout);
    }

    /**
     * The vectors that pooling gives, as they are.
     *
     * @param dropout rate in training
     */
    public static Pooler plain(Pooling pooling, double dropout) {
        return new Pooler(pooling, 0, Mapping.NONE, Activation.IDENTITY, dropout);
    }

    Pooler withDropout(double rate) {
        return new Pooler(pooling, inputDropout == 0 ? 0 : rate, mapping, activation, norm, rate);
    }

    PoolerBlock newBlock(long hidden) {
        return new PoolerBlock(hidden, this);
    }

    static final class PoolerBlock extends TypedBlock {

        private final Pooler config;
        private final @Nullable Linear dense;
        private final NormBlock norm;

        PoolerBlock(long hidden, Pooler config) {
            this.config = config;
            this.dense = config.mapping() == Mapping.NONE
                    ? null
                    : addChildBlock("dense", new Linear(hidden, hidden, config.mapping() == Mapping.AFFINE));
            this.norm = addChildBlock("norm", config.norm().newBlock(hidden));
        }

        Pooling pooling() {
            return config.pooling();
        }

        /**
         * @param pooled {@code [..., hidden]}
         * @return the same shape
         */
        NDArray apply(Pass pass, NDArray pooled) {
            NDArray dropped = pass.dropout(pooled, config.inputDropout());
            NDArray mapped = dense == null ? dropped : dense.apply(pass, dropped);
            NDArray normalized = norm.normalize(pass, config.activation().apply(mapped));
            return pass.dropout(normalized, config.outputDropout());
        }
    }
}
