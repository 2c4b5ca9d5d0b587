package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.head.Pooler.PoolerBlock;
import dev.jformers.layer.Pass;
import org.jspecify.annotations.Nullable;

/**
 * No task: the hidden states themselves, for embeddings.
 *
 * @param pooled whether BERT's pooler is there too
 */
public record Features(boolean pooled) implements Head {

    @Override
    public HeadBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new FeaturesBlock(pooled ? Pooler.tanh(0).newBlock(hidden) : null);
    }

    private static final class FeaturesBlock extends HeadBlock {

        private final @Nullable PoolerBlock pooler;

        FeaturesBlock(@Nullable PoolerBlock pooler) {
            this.pooler = pooler == null ? null : addChildBlock("pooler", pooler);
        }

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            NDList outputs = new NDList(named("last_hidden_state", hidden));
            if (pooler != null) {
                outputs.add(named("pooler_output", pooler.apply(pass, new Readout.FirstToken().of(hidden))));
            }
            return outputs;
        }
    }
}
