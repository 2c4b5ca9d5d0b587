package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.Attention;
import dev.jformers.attention.AttentionBlock;
import dev.jformers.attention.AttentionInput;
import dev.jformers.head.Readout;
import dev.jformers.layer.FeedForwardBlock;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Pass;
import dev.jformers.layer.Residual;
import dev.jformers.position.PositionSignal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Attention, in a decoder with an encoder cross-attention, feed-forward: one after the other. */
final class SequentialLayer extends LayerBlock {

    private final AttentionBlock attention;
    private final Residual attentionResidual;
    private final @Nullable AttentionBlock crossAttention;
    private final @Nullable Residual crossAttentionResidual;
    private final FeedForwardBlock feedForward;
    private final Residual feedForwardResidual;

    SequentialLayer(long hidden, LayerConfig config, LayerLayout.Sequential layout) {
        this.attention = addChildBlock("attention", config.attention().newBlock(hidden, hidden));
        this.attentionResidual = addChildBlock("attentionNorm", residual(hidden, config, layout.attention()));
        Attention cross = config.crossAttention();
        this.crossAttention = cross == null ? null : addChildBlock("crossAttention", cross.newBlock(hidden, hidden));
        this.crossAttentionResidual = cross == null
                ? null
                : addChildBlock("crossAttentionNorm", residual(hidden, config, layout.attention()));
        this.feedForward = addChildBlock("feedForward", config.feedForward().newBlock(hidden));
        this.feedForwardResidual = addChildBlock("feedForwardNorm", residual(hidden, config, layout.feedForward()));
    }

    private static Residual residual(long hidden, LayerConfig config, NormPlacement placement) {
        return new Residual(hidden, config.norm(), placement, config.dropout());
    }

    @Override
    NDArray apply(Pass pass, NDArray hidden, LayerInput input) {
        boolean crosses = crossAttention != null && input.memory() != null;
        NDArray middle = attend(pass, hidden, input, crosses ? new Readout.AllTokens() : input.readout());
        NDArray crossed = crosses ? cross(pass, middle, input) : middle;
        NDArray fed = feedForward.apply(pass, feedForwardResidual.open(pass, crossed));
        return feedForwardResidual.close(pass, crossed, fed);
    }

    private NDArray attend(Pass pass, NDArray hidden, LayerInput input, Readout readout) {
        NDArray opened = attentionResidual.open(pass, hidden);
        Trace trace = input.trace();
        NDArray context = attention.context(
                pass,
                new AttentionInput(
                        opened,
                        input.lookedAt().of(opened),
                        input.mask(),
                        input.positions(),
                        input.cache(),
                        trace == null ? null : trace::attention));
        return attentionResidual.close(pass, readout.of(hidden), attention.project(pass, readout.of(context)));
    }

    private NDArray cross(Pass pass, NDArray hidden, LayerInput input) {
        AttentionBlock block = Objects.requireNonNull(crossAttention);
        Residual residual = Objects.requireNonNull(crossAttentionResidual);
        Memory memory = Objects.requireNonNull(input.memory());
        Trace trace = input.trace();
        NDArray context = block.context(
                pass,
                new AttentionInput(
                        residual.open(pass, hidden),
                        memory.hidden(),
                        memory.mask(),
                        PositionSignal.NONE,
                        input.memoryCache(),
                        trace == null ? null : trace::crossAttention));
        Readout readout = input.readout();
        return residual.close(pass, readout.of(hidden), block.project(pass, readout.of(context)));
    }
}
