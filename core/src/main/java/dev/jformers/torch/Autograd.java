package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Gradients as values. DJL's collector is one for the process and adds gradients into the parameters; here a backward pass
 * returns them, so that nothing has to be zeroed and threads do not meet.
 */
public final class Autograd {

    private Autograd() {}

    /**
     * Records, on this thread, what is needed for gradients until the scope is closed, which puts back what was before. In a
     * thread that libtorch does not know yet recording is on, so that a program that only infers closes it off.
     */
    public static Scope recording(boolean on) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(on);
        return () -> JniUtils.setGradMode(before);
    }

    /**
     * The gradients of a loss. The recorded graph is freed, so this can be called once for a loss. A parameter on which the
     * loss does not depend has a gradient of zeros. Gradients of embedding tables may be sparse: only {@link AdamW} and this
     * class can read those.
     *
     * @param manager owns the gradients
     * @param loss a scalar
     * @param parameters arrays that require gradients
     * @return a gradient for each parameter
     */
    public static List<NDArray> gradients(NDManager manager, NDArray loss, List<NDArray> parameters) {
        return Operators.library().tensors(manager, "gradients", loss, parameters);
    }

    /** Sums of gradients, one by one. */
    public static List<NDArray> sum(NDManager manager, List<NDArray> some, List<NDArray> others) {
        return Operators.library().tensors(manager, "sum_gradients", some, others);
    }

    /** A gradient as an ordinary array, sparse or not. */
    public static NDArray dense(NDArray gradient) {
        return Operators.library().tensor(gradient.getManager(), "dense", gradient);
    }

    /** Ends a state of recording. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {

        @Override
        void close();
    }
}
