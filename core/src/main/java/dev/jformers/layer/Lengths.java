package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import dev.jformers.torch.Operators;

/** Euclidean lengths of vectors. */
final class Lengths {

    private Lengths() {}

    /**
     * @param x {@code [..., hidden]}
     * @param least a shorter vector counts as this long
     * @return {@code [..., 1]}
     */
    static NDArray of(NDArray x, double least) {
        int last = x.getShape().dimension() - 1;
        // The root of 0 has no gradient, so that it is the square that is kept from 0.
        return Operators.atLeast(x.square().sum(new int[] {last}, true), least * least)
                .sqrt();
    }
}
