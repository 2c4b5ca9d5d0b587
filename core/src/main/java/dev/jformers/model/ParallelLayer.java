package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.AttentionBlock;
import dev.jformers.attention.AttentionInput;
import dev.jformers.layer.FeedForwardBlock;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;
import org.jspecify.annotations.Nullable;

/** Attention and feed-forward side by side on the same vectors. */
final class ParallelLayer extends LayerBlock {

    private final AttentionBlock attention;
    private final NormBlock norm;
    private final FeedForwardBlock feedForward;
    private final @Nullable NormBlock feedForwardNorm;
    private final double dropout;

    /**
     * @param sharedNorm whether attention and feed-forward read the same normalised vectors
     */
    ParallelLayer(long hidden, LayerConfig config, boolean sharedNorm) {
        this.attention = addChildBlock("attention", config.attention().newBlock(hidden, hidden));
        this.norm = addChildBlock("norm", config.norm().newBlock(hidden));
        this.feedForward = addChildBlock("feedForward", config.feedForward().newBlock(hidden));
        this.feedForwardNorm = sharedNorm
                ? null
                : addChildBlock("feedForwardNorm", config.norm().newBlock(hidden));
        this.dropout = config.dropout();
    }

    @Override
    NDArray apply(Pass pass, NDArray hidden, LayerInput input) {
        NDArray normalized = norm.normalize(pass, hidden);
        Trace trace = input.trace();
        NDArray context = attention.context(
                pass,
                new AttentionInput(
                        normalized,
                        input.lookedAt().of(normalized),
                        input.mask(),
                        input.positions(),
                        input.cache(),
                        trace == null ? null : trace::attention));
        NDArray attended = attention.project(pass, input.readout().of(context));
        NDArray read = input.readout().of(hidden);
        NDArray fed = feedForward.apply(
                pass, feedForwardNorm == null ? input.readout().of(normalized) : feedForwardNorm.normalize(pass, read));
        return read.add(pass.dropout(attended, dropout)).add(pass.dropout(fed, dropout));
    }
}
