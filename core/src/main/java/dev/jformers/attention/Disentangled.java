package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import dev.jformers.position.Distances;
import dev.jformers.position.LearnedDistances;
import dev.jformers.torch.Operators;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Disentangled attention (He et al. 2021, section 3.1): besides the products of queries and keys there are those of queries and
 * the vectors of distances, and of these and keys.
 *
 * @param heads number of heads
 * @param headDim size of a head
 * @param terms which products there are
 * @param position the vectors of distances
 * @param dropout rate at which attention weights are dropped in training
 * @param vectorDropout rate at which the vectors of distances are dropped in training
 */
public record Disentangled(
        int heads, long headDim, Terms terms, LearnedDistances position, double dropout, double vectorDropout)
        implements Attention {

    /**
     * Which products there are besides those of queries and keys.
     *
     * @param contentToPosition those of queries and distances
     * @param positionToContent those of distances and keys
     * @param sharedMaps whether distances become queries and keys by the linear maps of tokens
     */
    public record Terms(boolean contentToPosition, boolean positionToContent, boolean sharedMaps) {

        /** How many kinds of products are summed. */
        public int count() {
            return 1 + (contentToPosition ? 1 : 0) + (positionToContent ? 1 : 0);
        }
    }

    @Override
    public Pattern pattern() {
        return new Pattern.Full();
    }

    @Override
    public AttentionBlock newBlock(long hidden, long memory) {
        return new DisentangledBlock(hidden, this);
    }

    @Override
    public Disentangled withDropout(double rate) {
        return new Disentangled(heads, headDim, terms, position, rate, rate);
    }

    private static final class DisentangledBlock extends AttentionBlock {

        private final Disentangled config;
        private final Heads heads;
        private final Linear query;
        private final Linear key;
        private final Linear value;
        private final Linear output;
        private final @Nullable Linear positionKey;
        private final @Nullable Linear positionQuery;

        DisentangledBlock(long hidden, Disentangled config) {
            Terms terms = config.terms();
            long size = config.heads() * config.headDim();
            this.config = config;
            this.heads = new Heads(config.heads(), config.headDim());
            this.query = addChildBlock("query", new Linear(hidden, size, true));
            this.key = addChildBlock("key", new Linear(hidden, size, true));
            this.value = addChildBlock("value", new Linear(hidden, size, true));
            this.output = addChildBlock("output", new Linear(size, hidden, true));
            boolean own = !terms.sharedMaps();
            this.positionKey = own && terms.contentToPosition()
                    ? addChildBlock("positionKey", new Linear(hidden, size, true))
                    : null;
            this.positionQuery = own && terms.positionToContent()
                    ? addChildBlock("positionQuery", new Linear(hidden, size, true))
                    : null;
        }

        @Override
        public NDArray context(Pass pass, AttentionInput input) {
            NDArray queries = heads.split(query.apply(pass, input.queries()));
            NDArray keys = heads.split(key.apply(pass, input.memory()));
            NDArray values = heads.split(value.apply(pass, input.memory()));
            ScoreMask mask = input.mask().plus(bias(pass, queries, keys, input));
            double scale = 1 / Math.sqrt(config.headDim() * config.terms().count());
            Operators.Scores scores = new Operators.Scores(mask.additive(), mask.causal(), scale, 0);
            if (input.weights() != null) {
                input.weights().accept(Operators.attentionWeights(queries, keys, scores));
            }
            double dropout = pass.training() ? config.dropout() : 0;
            return Operators.attention(queries, keys, values, scores, dropout);
        }

        /** The products with distances, {@code [batch, heads, querySeq, keySeq]}; null for none. */
        private @Nullable NDArray bias(Pass pass, NDArray queries, NDArray keys, AttentionInput input) {
            Terms terms = config.terms();
            Distances distances = Objects.requireNonNull(input.positions().distances());
            NDArray vectors =
                    pass.dropout(distances.vectors(), config.vectorDropout()).expandDims(0);
            NDArray toPosition = terms.contentToPosition()
                    ? Distances.pick(products(queries, keysOf(pass, vectors)), distances.rows())
                    : null;
            if (!terms.positionToContent()) {
                return toPosition == null ? null : scaled(toPosition);
            }
            // scores of keys -> scores of queries
            NDArray rows = distances.rows().transpose(0, 2, 1);
            NDArray toContent = Distances.pick(products(keys, queriesOf(pass, vectors)), rows)
                    .transpose(0, 1, 3, 2);
            return scaled(toPosition == null ? toContent : toPosition.add(toContent));
        }

        private NDArray keysOf(Pass pass, NDArray vectors) {
            return heads.split((positionKey == null ? key : positionKey).apply(pass, vectors));
        }

        private NDArray queriesOf(Pass pass, NDArray vectors) {
            return heads.split((positionQuery == null ? query : positionQuery).apply(pass, vectors));
        }

        /** {@code [batch, heads, seq, headDim] x [1, heads, rows, headDim] -> [batch, heads, seq, rows]}. */
        private static NDArray products(NDArray tokens, NDArray vectors) {
            return tokens.matMul(vectors.transpose(0, 1, 3, 2));
        }

        private NDArray scaled(NDArray products) {
            return Operators.scale(
                    products, 1 / Math.sqrt(config.headDim() * config.terms().count()));
        }

        @Override
        public NDArray project(Pass pass, NDArray context) {
            return output.apply(pass, context);
        }
    }
}
