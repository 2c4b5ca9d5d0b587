package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.head.Pooler.PoolerBlock;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import org.jspecify.annotations.Nullable;

/** A head that reads one vector a sequence, or one a token: a pooler, then a linear map. */
abstract class PooledHeadBlock extends HeadBlock {

    private final PoolerBlock pooler;
    private final Linear map;

    /**
     * @param name of the linear map
     * @param map {@code [..., hidden] -> [..., outputs]}
     */
    PooledHeadBlock(long hidden, Pooler pooler, String name, Linear map) {
        this.pooler = addChildBlock("pooler", pooler.newBlock(hidden));
        this.map = addChildBlock(name, map);
    }

    /**
     * @param pooled what {@link #pool} made of each sequence, {@code [..., hidden]}; in training, of tokens those that have labels
     * @return {@code [..., outputs]}
     */
    public NDArray logits(Pass pass, NDArray pooled) {
        return map.apply(pass, pooler.apply(pass, pooled));
    }

    @Override
    public final Readout readout() {
        return pooler.pooling().readout();
    }

    @Override
    public final NDArray pool(NDArray hidden, @Nullable NDArray mask) {
        return pooler.pooling().pool(hidden, mask);
    }

    @Override
    public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
        return new NDList(named("logits", logits(pass, hidden)));
    }
}
