package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;

/** One layer of a stack. */
abstract class LayerBlock extends TypedBlock {

    /**
     * @param hidden {@code [batch, seq, hidden]}
     * @return {@code [..., hidden]}, as the readout of the input gives it
     */
    abstract NDArray apply(Pass pass, NDArray hidden, LayerInput input);
}
