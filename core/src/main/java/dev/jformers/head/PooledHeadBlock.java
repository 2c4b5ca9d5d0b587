package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.head.Pooler.PoolerBlock;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import org.jspecify.annotations.Nullable;

/** A head that reads one vector a sequence: a pooler, then a linear map. */
abstract class PooledHeadBlock extends HeadBlock {

    private final PoolerBlock pooler;
    private final Linear map;

    /**
     * @param name of the linear map
     * @param outputs size of what it writes
     */
    PooledHeadBlock(long hidden, Pooler pooler, String name, long outputs) {
        this.pooler = addChildBlock("pooler", pooler.newBlock(hidden));
        this.map = addChildBlock(name, new Linear(hidden, outputs, true));
    }

    /**
     * @param pooled what {@link #pool} made of each sequence, {@code [..., hidden]}
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
    public final NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
        return new NDList(named("logits", logits(pass, hidden)));
    }
}
