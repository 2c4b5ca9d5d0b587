package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.MultiHeadAttention;
import dev.jformers.head.Readout;
import dev.jformers.layer.FeedForward;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import org.jspecify.annotations.Nullable;

/** Attention, then feed-forward, each with a residual sum around it. */
final class EncoderLayer extends TypedBlock {

    private final MultiHeadAttention attention;
    private final NormBlock attentionNorm;
    private final FeedForward feedForward;
    private final NormBlock feedForwardNorm;
    private final NormPlacement placement;
    private final double dropout;

    EncoderLayer(TransformerConfig config) {
        long hidden = config.hiddenSize();
        double deviation = config.initializerRange();
        this.attention = addChildBlock("attention", new MultiHeadAttention(hidden, config.attention(), deviation));
        this.attentionNorm = addChildBlock("attentionNorm", config.norm().newBlock(hidden));
        this.feedForward = addChildBlock("feedForward", new FeedForward(hidden, config.feedForward(), deviation));
        this.feedForwardNorm = addChildBlock("feedForwardNorm", config.norm().newBlock(hidden));
        this.placement = config.normPlacement();
        this.dropout = config.dropout();
    }

    /**
     * @param hidden {@code [batch, seq, hidden]}
     * @param mask additive, broadcastable to {@code [batch, heads, seq, seq]}, or null
     * @param readout which tokens are wanted: the others end with their part in the attention
     * @param trace takes the attention weights, or null
     * @return {@code [..., hidden]}, as the readout gives it
     */
    NDArray apply(Pass pass, NDArray hidden, @Nullable NDArray mask, Readout readout, @Nullable Trace trace) {
        NDArray context = attention.context(
                pass, before(pass, attentionNorm, hidden), mask, trace == null ? null : trace::attention);
        NDArray attended = attention.project(pass, readout.of(context));
        NDArray middle = after(pass, attentionNorm, readout.of(hidden).add(pass.dropout(attended, dropout)));
        NDArray fed = feedForward.apply(pass, before(pass, feedForwardNorm, middle));
        return after(pass, feedForwardNorm, middle.add(pass.dropout(fed, dropout)));
    }

    private NDArray before(Pass pass, NormBlock norm, NDArray x) {
        return placement == NormPlacement.PRE ? norm.normalize(pass, x) : x;
    }

    private NDArray after(Pass pass, NormBlock norm, NDArray x) {
        return placement == NormPlacement.POST ? norm.normalize(pass, x) : x;
    }
}
