package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/** BERT's summary of a sequence: a linear map and tanh over the vector of its first token. */
final class Pooler extends TypedBlock {

    private final Linear dense;

    Pooler(long hidden) {
        this.dense = addChildBlock("dense", new Linear(hidden, hidden, true));
    }

    /**
     * @param first {@code [batch, hidden]}
     * @return the same shape
     */
    NDArray pool(Pass pass, NDArray first) {
        return Activation.TANH.apply(dense.apply(pass, first));
    }
}
