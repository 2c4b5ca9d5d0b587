package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import dev.jformers.torch.Operators;

/** A learned vector for each id, {@code weight [rows, hidden]}. */
public final class EmbeddingTable extends TypedBlock {

    private final Parameter weight;
    private final long paddingId;

    /**
     * @param paddingId row that gets no gradient from here; -1 for none
     */
    EmbeddingTable(long rows, long hidden, long paddingId) {
        this.paddingId = paddingId;
        this.weight = weight("weight", rows, hidden);
    }

    /**
     * @param ids INT64 {@code [batch, seq]}
     * @return {@code [batch, seq, hidden]}
     */
    NDArray lookUp(Pass pass, NDArray ids) {
        return Operators.embedding(ids, pass.value(weight), paddingId);
    }

    /** The table itself, {@code [rows, hidden]}, for a head that shares it. */
    public Parameter weight() {
        return weight;
    }
}
