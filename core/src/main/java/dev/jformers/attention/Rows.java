package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.torch.Operators;

/** Rows of what a cache holds. */
final class Rows {

    private Rows() {}

    /** These rows, in place of the array that is closed; owned by the manager. */
    static NDArray pick(NDArray array, NDArray rows, NDManager owner) {
        NDArray picked = Operators.rows(array, rows);
        picked.attach(owner);
        array.close();
        return picked;
    }
}
