package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/** Turns hidden states into a task's outputs. */
public abstract class HeadBlock extends TypedBlock {

    /** Which tokens {@link #outputs} reads. */
    public abstract Readout readout();

    /**
     * @param hidden the vectors of the tokens that it reads, as {@link #readout} gives them
     * @param wordEmbeddings {@code [vocab, embedding]}, for heads that share it
     * @return the outputs, named as Hugging Face names them
     */
    public abstract NDList outputs(Pass pass, NDArray hidden, NDArray wordEmbeddings);

    static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }
}
