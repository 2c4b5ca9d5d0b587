package dev.jformers.model;

import dev.jformers.layer.Norm;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings and the layers above them.
 *
 * @param embedding how tokens become vectors
 * @param layers the layers that have parameters of their own
 * @param order which of them run, one after the other, by their places in {@code layers}; a layer may run several times (Lan et
 *     al. 2020, section 3.1)
 * @param finalNorm after the last layer; null for none
 * @param finalDropout rate at which what comes out is dropped in training
 */
public record StackConfig(
        EmbeddingConfig embedding,
        List<LayerConfig> layers,
        List<Integer> order,
        @Nullable Norm finalNorm,
        double finalDropout) {

    public StackConfig {
        layers = List.copyOf(layers);
        order = List.copyOf(order);
    }

    /** What comes out is not dropped. */
    public StackConfig(
            EmbeddingConfig embedding, List<LayerConfig> layers, List<Integer> order, @Nullable Norm finalNorm) {
        this(embedding, layers, order, finalNorm, 0);
    }

    /** Each layer runs once. */
    public static StackConfig of(EmbeddingConfig embedding, List<LayerConfig> layers, @Nullable Norm finalNorm) {
        return of(embedding, layers, finalNorm, 0);
    }

    /** Each layer runs once, and what comes out is dropped at this rate in training. */
    public static StackConfig of(
            EmbeddingConfig embedding, List<LayerConfig> layers, @Nullable Norm finalNorm, double finalDropout) {
        List<Integer> order = IntStream.range(0, layers.size()).boxed().toList();
        return new StackConfig(embedding, layers, order, finalNorm, finalDropout);
    }

    StackConfig withDropout(double rate) {
        return new StackConfig(
                embedding.withDropout(rate),
                layers.stream().map(layer -> layer.withDropout(rate)).toList(),
                order,
                finalNorm,
                finalDropout == 0 ? 0 : rate);
    }
}
