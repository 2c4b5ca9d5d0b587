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

    /**
     * A scalar of which gradients are known already, so that what it was computed by need not be kept: a backward pass adds these
     * gradients to the inputs.
     *
     * @param value of the scalar
     * @param inputs what it depends on
     * @param gradients a gradient for each, dense
     * @return a scalar that belongs to the manager of the value
     */
    public static NDArray withGradients(NDArray value, List<NDArray> inputs, List<NDArray> gradients) {
        NDArray scalar = value.stopGradient();
        for (int i = 0; i < inputs.size(); i++) {
            NDArray product = inputs.get(i).flatten().dot(gradients.get(i).flatten());
            scalar = scalar.add(product.sub(product.stopGradient()));
        }
        return scalar;
    }

    /**
     * Adds gradients to those before, and closes both.
     *
     * @param manager owns the sums
     * @param before empty where these are the first, which then stay as they are
     */
    public static List<NDArray> accumulate(NDManager manager, List<NDArray> before, List<NDArray> gradients) {
        if (before.isEmpty()) {
            return gradients;
        }
        List<NDArray> sums = Operators.library().tensors(manager, "sum_gradients", before, gradients);
        before.forEach(NDArray::close);
        gradients.forEach(NDArray::close);
        return sums;
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
