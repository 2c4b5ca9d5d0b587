package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;
import dev.jformers.position.PositionSignal;
import dev.jformers.position.RelativePosition;
import dev.jformers.torch.Operators;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Heads whose keys and values come out of one small vector a token, and whose positions stand in a part of their own, the same
 * key for all heads (DeepSeek-AI 2024, section 2.1). For self-attention.
 *
 * @param heads number of heads
 * @param queryRank size of the vector out of which queries come; 0 makes them of the hidden states directly
 * @param keyValueRank size of the vector out of which keys and values come
 * @param sizes of a head's parts
 * @param bias whether the maps down to the small vectors, and the one behind the heads, have biases
 * @param norm of the small vectors
 * @param scale what scores are multiplied by
 * @param pattern which tokens may be looked at
 * @param position how the order of tokens enters into the part for it
 * @param dropout rate at which attention weights are dropped in training
 */
public record MultiHeadLatent(
        int heads,
        long queryRank,
        long keyValueRank,
        Sizes sizes,
        boolean bias,
        Norm norm,
        double scale,
        Pattern pattern,
        RelativePosition position,
        double dropout)
        implements Attention {

    /**
     * Sizes of a head's parts.
     *
     * @param content of queries and keys, without positions
     * @param position of queries and keys, with positions
     * @param value of values
     */
    public record Sizes(long content, long position, long value) {}

    @Override
    public List<Shape> states(long tokens) {
        return List.of(new Shape(1, 1, tokens, keyValueRank), new Shape(1, 1, tokens, sizes.position()));
    }

    @Override
    public AttentionBlock newBlock(long hidden, long memory) {
        return new LatentBlock(hidden, memory, this);
    }

    @Override
    public MultiHeadLatent withDropout(double rate) {
        return new MultiHeadLatent(heads, queryRank, keyValueRank, sizes, bias, norm, scale, pattern, position, rate);
    }

    private static final class LatentBlock extends AttentionBlock {

        private final MultiHeadLatent config;
        private final @Nullable Linear queryDown;
        private final @Nullable NormBlock queryNorm;
        private final Linear queryContent;
        private final Linear queryPosition;
        private final Linear down;
        private final NormBlock downNorm;
        private final Linear keyContent;
        private final Linear keyPosition;
        private final Linear value;
        private final Linear output;

        LatentBlock(long hidden, long memory, MultiHeadLatent config) {
            this.config = config;
            int heads = config.heads();
            boolean small = config.queryRank() > 0;
            long queries = small ? config.queryRank() : hidden;
            long rank = config.keyValueRank();
            Sizes sizes = config.sizes();
            this.queryDown = small ? linear("queryDown", hidden, queries, config.bias()) : null;
            this.queryNorm = small ? addChildBlock("queryNorm", config.norm().newBlock(queries)) : null;
            this.queryContent = linear("queryContent", queries, heads * sizes.content(), false);
            this.queryPosition = linear("queryPosition", queries, heads * sizes.position(), false);
            this.down = linear("down", memory, rank, config.bias());
            this.downNorm = addChildBlock("downNorm", config.norm().newBlock(rank));
            this.keyContent = linear("keyContent", rank, heads * sizes.content(), false);
            this.keyPosition = linear("keyPosition", memory, sizes.position(), config.bias());
            this.value = linear("value", rank, heads * sizes.value(), false);
            this.output = linear("output", heads * sizes.value(), hidden, config.bias());
        }

        private Linear linear(String name, long in, long out, boolean bias) {
            return addChildBlock(name, new Linear(in, out, bias));
        }

        @Override
        public NDArray context(Pass pass, AttentionInput input) {
            PositionSignal positions = input.positions();
            NDArray queries = queries(pass, input.queries(), positions);
            List<NDArray> states = input.states(() -> smallStates(pass, input.memory(), positions));
            // [batch, 1, keySeq, rank] -> [batch, keySeq, rank]
            NDArray latent = states.get(0).squeeze(1);
            // [batch, 1, keySeq, position] -> [batch, heads, keySeq, position]
            NDArray shared = states.get(1).repeat(1, config.heads());
            NDArray keys = shared.concat(heads(keyContent.apply(pass, latent), config.heads()), 3);
            NDArray values = heads(value.apply(pass, latent), config.heads());
            ScoreMask mask = input.mask();
            Operators.Scores scores = new Operators.Scores(mask.additive(), mask.causal(), config.scale(), 0);
            if (input.weights() != null) {
                input.weights().accept(Operators.attentionWeights(queries, keys, scores));
            }
            double dropout = pass.training() ? config.dropout() : 0;
            return Operators.attention(queries, keys, values, scores, dropout);
        }

        /** What a token leaves behind: its small vector, and the key of its position. */
        private List<NDArray> smallStates(Pass pass, NDArray memory, PositionSignal positions) {
            NDArray latent = downNorm.normalize(pass, down.apply(pass, memory));
            return List.of(latent.expandDims(1), positions.rotate(heads(keyPosition.apply(pass, memory), 1)));
        }

        /** {@code [batch, heads, seq, position + content]}. */
        private NDArray queries(Pass pass, NDArray hidden, PositionSignal positions) {
            NDArray read = queryDown == null || queryNorm == null
                    ? hidden
                    : queryNorm.normalize(pass, queryDown.apply(pass, hidden));
            NDArray turned = positions.rotate(heads(queryPosition.apply(pass, read), config.heads()));
            return turned.concat(heads(queryContent.apply(pass, read), config.heads()), 3);
        }

        /** {@code [batch, seq, heads * size] -> [batch, heads, seq, size]}. */
        private static NDArray heads(NDArray x, int heads) {
            return new Heads(heads, x.getShape().get(2) / heads).split(x);
        }

        @Override
        public NDArray project(Pass pass, NDArray context) {
            return output.apply(pass, context);
        }
    }
}
