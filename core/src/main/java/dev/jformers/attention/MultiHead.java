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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several heads side by side (Vaswani et al. 2017, section 3.2.2); with fewer heads of keys and values, grouped-query
 * attention (Ainslie et al. 2023), with one, multi-query attention (Shazeer 2019).
 *
 * @param heads number of heads that look
 * @param kvHeads number of heads that are looked at; divides {@code heads}
 * @param headDim size of a head
 * @param queryKeyValueBias whether their linear maps have biases
 * @param outputBias whether the linear map behind the heads has a bias
 * @param queryKeyNorm normalises the queries and keys of each head (Henry et al. 2020); null normalises nothing
 * @param scale what scores are multiplied by
 * @param softCap bends scores smoothly below this value (Gemma 2); 0 leaves them as they are
 * @param pattern which tokens may be looked at
 * @param position how the order of tokens enters into the scores
 * @param dropout rate at which attention weights are dropped in training
 */
public record MultiHead(
        int heads,
        int kvHeads,
        long headDim,
        boolean queryKeyValueBias,
        boolean outputBias,
        @Nullable Norm queryKeyNorm,
        double scale,
        double softCap,
        Pattern pattern,
        RelativePosition position,
        double dropout)
        implements Attention {

    /** With as many heads of keys and values as of queries, biases everywhere, and scores divided by the root of the head's size. */
    public static MultiHead of(int heads, long headDim, Pattern pattern, RelativePosition position, double dropout) {
        return new MultiHead(
                heads, heads, headDim, true, true, null, 1 / Math.sqrt(headDim), 0, pattern, position, dropout);
    }

    /** The same with biases, or without. */
    public MultiHead withBiases(boolean ofQueryKeyValue, boolean ofOutput) {
        return new MultiHead(
                heads,
                kvHeads,
                headDim,
                ofQueryKeyValue,
                ofOutput,
                queryKeyNorm,
                scale,
                softCap,
                pattern,
                position,
                dropout);
    }

    /** The same with scores that are multiplied by another number. */
    public MultiHead withScale(double other) {
        return new MultiHead(
                heads,
                kvHeads,
                headDim,
                queryKeyValueBias,
                outputBias,
                queryKeyNorm,
                other,
                softCap,
                pattern,
                position,
                dropout);
    }

    @Override
    public List<Shape> states(long tokens) {
        Shape shape = new Shape(1, kvHeads, tokens, headDim);
        return List.of(shape, shape);
    }

    @Override
    public AttentionBlock newBlock(long hidden, long memory) {
        return new MultiHeadBlock(hidden, memory, this);
    }

    @Override
    public MultiHead withDropout(double rate) {
        return new MultiHead(
                heads,
                kvHeads,
                headDim,
                queryKeyValueBias,
                outputBias,
                queryKeyNorm,
                scale,
                softCap,
                pattern,
                position,
                rate);
    }

    private static final class MultiHeadBlock extends AttentionBlock {

        private final MultiHead config;
        private final Linear query;
        private final Linear key;
        private final Linear value;
        private final Linear output;
        private final @Nullable NormBlock queryNorm;
        private final @Nullable NormBlock keyNorm;

        MultiHeadBlock(long hidden, long memory, MultiHead config) {
            long queries = config.heads() * config.headDim();
            long keys = config.kvHeads() * config.headDim();
            this.config = config;
            this.query = addChildBlock("query", new Linear(hidden, queries, config.queryKeyValueBias()));
            this.key = addChildBlock("key", new Linear(memory, keys, config.queryKeyValueBias()));
            this.value = addChildBlock("value", new Linear(memory, keys, config.queryKeyValueBias()));
            this.output = addChildBlock("output", new Linear(queries, hidden, config.outputBias()));
            Norm norm = config.queryKeyNorm();
            this.queryNorm = norm == null ? null : addChildBlock("queryNorm", norm.newBlock(config.headDim()));
            this.keyNorm = norm == null ? null : addChildBlock("keyNorm", norm.newBlock(config.headDim()));
        }

        @Override
        public NDArray context(Pass pass, AttentionInput input) {
            PositionSignal positions = input.positions();
            NDArray queries;
            Supplier<List<NDArray>> fresh;
            if (input.memory() == input.queries()) {
                List<NDArray> read = queriesKeysValues(pass, input.queries(), positions);
                queries = read.get(0);
                fresh = () -> read.subList(1, 3);
            } else {
                queries = queries(pass, query.apply(pass, input.queries()), positions);
                fresh = () -> keysValues(pass, Linear.apply(pass, input.memory(), key, value), positions);
            }
            List<NDArray> states = input.states(fresh);
            NDArray keys = states.get(0);
            NDArray values = states.get(1);
            ScoreMask mask = input.mask();
            Operators.Scores scores =
                    new Operators.Scores(mask.additive(), mask.causal(), config.scale(), config.softCap());
            if (input.weights() != null) {
                input.weights().accept(Operators.attentionWeights(queries, keys, scores));
            }
            double dropout = pass.training() ? config.dropout() : 0;
            return Operators.attention(queries, keys, values, scores, dropout);
        }

        private List<NDArray> queriesKeysValues(Pass pass, NDArray x, PositionSignal positions) {
            NDArray joined = queryNorm == null ? Linear.joined(pass, x, query, key, value) : null;
            if (joined != null) {
                return turnedTogether(joined, positions);
            }
            List<NDArray> read = Linear.apply(pass, x, query, key, value);
            List<NDArray> states = keysValues(pass, read.subList(1, 3), positions);
            return List.of(queries(pass, read.get(0), positions), states.get(0), states.get(1));
        }

        /**
         * Queries and keys are heads side by side, of which positions need to be worked in once.
         *
         * @param joined queries, keys and values side by side
         */
        private List<NDArray> turnedTogether(NDArray joined, PositionSignal positions) {
            int kvHeads = config.kvHeads();
            NDArray all = new Heads(config.heads() + 2 * kvHeads, config.headDim()).split(joined);
            List<NDArray> parts = Operators.split(all, 1, config.heads() + kvHeads, kvHeads);
            List<NDArray> turned = Operators.split(positions.rotate(parts.get(0)), 1, config.heads(), kvHeads);
            return List.of(turned.get(0), turned.get(1), parts.get(1));
        }

        private NDArray queries(Pass pass, NDArray read, PositionSignal positions) {
            return positions.rotate(heads(pass, read, config.heads(), queryNorm));
        }

        private List<NDArray> keysValues(Pass pass, List<NDArray> read, PositionSignal positions) {
            return List.of(
                    positions.rotate(heads(pass, read.get(0), config.kvHeads(), keyNorm)),
                    heads(pass, read.get(1), config.kvHeads(), null));
        }

        /** {@code [batch, seq, heads * headDim] -> [batch, heads, seq, headDim]}. */
        private NDArray heads(Pass pass, NDArray x, int heads, @Nullable NormBlock norm) {
            NDArray split = new Heads(heads, config.headDim()).split(x);
            return norm == null ? split : norm.normalize(pass, split);
        }

        @Override
        public NDArray project(Pass pass, NDArray context) {
            return output.apply(pass, context);
        }
    }
}
