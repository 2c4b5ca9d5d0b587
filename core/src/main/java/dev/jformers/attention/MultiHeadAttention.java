package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import dev.jformers.torch.Operators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Self-attention in several heads at once (Vaswani et al. 2017, section 3.2). */
public final class MultiHeadAttention extends TypedBlock {

    private final AttentionConfig config;
    private final double scale;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    /**
     * @param hidden size of what goes in and comes out
     * @param standardDeviation of the weights' first values
     */
    public MultiHeadAttention(long hidden, AttentionConfig config, double standardDeviation) {
        long inner = config.heads() * config.headDim();
        this.config = config;
        this.scale = 1 / Math.sqrt(config.headDim());
        this.query = addChildBlock("query", new Linear(hidden, inner, true, standardDeviation));
        this.key = addChildBlock("key", new Linear(hidden, inner, true, standardDeviation));
        this.value = addChildBlock("value", new Linear(hidden, inner, true, standardDeviation));
        this.output = addChildBlock("output", new Linear(inner, hidden, true, standardDeviation));
    }

    /**
     * @param hidden {@code [batch, seq, hidden]}
     * @param mask added to the scores, broadcastable to {@code [batch, heads, seq, seq]}; null adds nothing
     * @param weights takes the attention weights {@code [batch, heads, seq, seq]}; null where nobody asks for them
     * @return what the heads saw, side by side: {@code [batch, seq, heads * headDim]}
     */
    public NDArray context(
            Pass pass, NDArray hidden, @Nullable NDArray mask, @Nullable Consumer<? super NDArray> weights) {
        NDArray queries = splitHeads(query.apply(pass, hidden));
        NDArray keys = splitHeads(key.apply(pass, hidden));
        NDArray values = splitHeads(value.apply(pass, hidden));
        if (weights != null) {
            weights.accept(Operators.attentionWeights(queries, keys, mask, scale));
        }
        double dropout = pass.training() ? config.dropout() : 0;
        return joinHeads(Operators.attention(queries, keys, values, mask, dropout, scale));
    }

    /**
     * The linear map behind the heads, for each token by itself.
     *
     * @param context {@code [..., heads * headDim]}, all of {@link #context} or a part
     * @return {@code [..., hidden]}
     */
    public NDArray project(Pass pass, NDArray context) {
        return output.apply(pass, context);
    }

    private NDArray splitHeads(NDArray x) {
        Shape shape = x.getShape();
        // [batch, seq, hidden] -> [batch, heads, seq, headDim]
        return x.reshape(shape.get(0), shape.get(1), config.heads(), config.headDim())
                .transpose(0, 2, 1, 3);
    }

    private NDArray joinHeads(NDArray x) {
        Shape shape = x.getShape();
        // [batch, heads, seq, headDim] -> [batch, seq, heads * headDim]
        return x.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), config.heads() * config.headDim());
    }
}
