package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import dev.jformers.position.Distances;
import dev.jformers.position.SinusoidalDistances;
import dev.jformers.torch.Operators;
import java.util.Objects;

/**
 * Attention to tokens, to distances and to segments, each with a learned vector added to the queries (Dai et al. 2019, section
 * 3.3, where those of tokens and distances are called u and v; Yang et al. 2019, section 2.5).
 *
 * @param heads number of heads
 * @param headDim size of a head
 * @param pattern which tokens may be looked at
 * @param position the vectors of distances
 * @param dropout rate at which attention weights are dropped in training
 * @param vectorDropout rate at which the vectors of distances are dropped in training
 */
public record RelativeMultiHead(
        int heads, long headDim, Pattern pattern, SinusoidalDistances position, double dropout, double vectorDropout)
        implements Attention {

    @Override
    public AttentionBlock newBlock(long hidden, long memory) {
        return new RelativeMultiHeadBlock(hidden, this);
    }

    @Override
    public RelativeMultiHead withDropout(double rate) {
        return new RelativeMultiHead(heads, headDim, pattern, position, rate, rate);
    }

    private static final class RelativeMultiHeadBlock extends AttentionBlock {

        private final RelativeMultiHead config;
        private final Heads heads;
        private final Linear query;
        private final Linear key;
        private final Linear value;
        private final Linear distance;
        private final Linear output;
        private final Parameter tokenBias;
        private final Parameter distanceBias;
        private final Parameter segmentBias;
        private final Parameter segment;

        RelativeMultiHeadBlock(long hidden, RelativeMultiHead config) {
            int count = config.heads();
            long size = count * config.headDim();
            this.config = config;
            this.heads = new Heads(count, config.headDim());
            this.query = addChildBlock("query", new Linear(hidden, size, false));
            this.key = addChildBlock("key", new Linear(hidden, size, false));
            this.value = addChildBlock("value", new Linear(hidden, size, false));
            this.distance = addChildBlock("distance", new Linear(hidden, size, false));
            this.output = addChildBlock("output", new Linear(size, hidden, false));
            this.tokenBias = bias("tokenBias", count, config.headDim());
            this.distanceBias = bias("distanceBias", count, config.headDim());
            this.segmentBias = bias("segmentBias", count, config.headDim());
            this.segment = weight("segment", 2, count, config.headDim());
        }

        @Override
        public NDArray context(Pass pass, AttentionInput input) {
            NDArray queries = heads.split(query.apply(pass, input.queries()));
            NDArray keys = heads.split(key.apply(pass, input.memory()));
            NDArray values = heads.split(value.apply(pass, input.memory()));
            double scale = 1 / Math.sqrt(config.headDim());
            NDArray bias =
                    bias(pass, queries, Objects.requireNonNull(input.positions().distances()));
            ScoreMask mask = input.mask().plus(Operators.scale(bias, scale));
            Operators.Scores scores = new Operators.Scores(mask.additive(), mask.causal(), scale, 0);
            NDArray biased = biased(pass, queries, tokenBias);
            if (input.weights() != null) {
                input.weights().accept(Operators.attentionWeights(biased, keys, scores));
            }
            double dropout = pass.training() ? config.dropout() : 0;
            return Operators.attention(biased, keys, values, scores, dropout);
        }

        /** The products with distances and segments, {@code [batch, heads, querySeq, keySeq]}. */
        private NDArray bias(Pass pass, NDArray queries, Distances distances) {
            NDArray vectors =
                    pass.dropout(distances.vectors(), config.vectorDropout()).expandDims(0);
            // [1, rows, heads * headDim] -> [1, heads, headDim, rows]
            NDArray keys = heads.split(distance.apply(pass, vectors)).transpose(0, 1, 3, 2);
            NDArray far = Distances.pick(biased(pass, queries, distanceBias).matMul(keys), distances.rows());
            return distances.segments() == null ? far : far.add(ofSegments(pass, queries, distances.segments()));
        }

        private NDArray ofSegments(Pass pass, NDArray queries, NDArray segments) {
            // [2, heads, headDim] -> [1, heads, headDim, 2]
            NDArray keys = pass.value(segment).transpose(1, 2, 0).expandDims(0);
            return Distances.pick(biased(pass, queries, segmentBias).matMul(keys), segments);
        }

        private NDArray biased(Pass pass, NDArray queries, Parameter bias) {
            // [heads, headDim] -> [1, heads, 1, headDim]
            return queries.add(pass.value(bias).expandDims(0).expandDims(2));
        }

        @Override
        public NDArray project(Pass pass, NDArray context) {
            return output.apply(pass, context);
        }
    }
}
