package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import org.jspecify.annotations.Nullable;

/** Turns hidden states into a task's outputs. */
public abstract class HeadBlock extends TypedBlock {

    /** Which tokens {@link #outputs} reads. */
    public abstract Readout readout();

    /**
     * One vector a sequence, where the head wants that.
     *
     * @param hidden the vectors of the tokens that it reads, as {@link #readout} gives them
     * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
     * @return what {@link #outputs} reads
     */
    public NDArray pool(NDArray hidden, @Nullable NDArray mask) {
        return hidden;
    }

    /**
     * @param hidden the vectors that it reads, as {@link #pool} gives them
     * @param wordEmbeddings {@code [vocab, embedding]}, for heads that share it
     * @return the outputs, named as Hugging Face names them
     */
    public abstract NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings);

    static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }
}
