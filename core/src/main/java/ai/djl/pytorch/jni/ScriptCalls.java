package ai.djl.pytorch.jni;

import java.util.Arrays;

/**
 * The door to DJL's package-private native interface: TorchScript methods called with scalars and lists, and with gradients.
 * DJL's own {@link IValueUtils} passes tensors only and switches gradients off. Lives in DJL's package for that access alone;
 * everything else of the kind is in {@code dev.jformers.torch}.
 *
 * <p>All values are native handles. A handle that this class returns must be given to {@link #release}.
 */
public final class ScriptCalls {

    private ScriptCalls() {}

    /**
     * Runs a method of a loaded module on the calling thread and under its gradient mode.
     *
     * @param module handle of the module
     * @param method name of the method
     * @param arguments handles of the arguments, which stay with the caller
     * @return handle of the result
     */
    public static long run(long module, String method, long... arguments) {
        // Always in training mode: otherwise DJL runs under InferenceMode, whose tensors no later backward pass
        // accepts.
        return PyTorchLibrary.LIB.moduleRunMethod(module, method, arguments, true, false);
    }

    /**
     * As {@link #run}, in libtorch's inference mode, which costs less. What comes out can never be part of a loss. Call a
     * method always in this mode or never: values of the two modes in one method end in "Inference tensors cannot be saved for
     * backward".
     */
    public static long infer(long module, String method, long... arguments) {
        return PyTorchLibrary.LIB.moduleRunMethod(module, method, arguments, false, false);
    }

    public static long ofTensor(long tensor) {
        return PyTorchLibrary.LIB.iValueFromTensor(tensor);
    }

    public static long ofTensors(long... tensors) {
        return PyTorchLibrary.LIB.iValueFromTensorList(tensors);
    }

    public static long ofLong(long value) {
        return PyTorchLibrary.LIB.iValueFromLong(value);
    }

    public static long ofLongs(long... values) {
        return PyTorchLibrary.LIB.iValueFromLongList(values);
    }

    public static long ofDouble(double value) {
        return PyTorchLibrary.LIB.iValueFromDouble(value);
    }

    public static long ofBoolean(boolean value) {
        return PyTorchLibrary.LIB.iValueFromBool(value);
    }

    public static long toTensor(long value) {
        return PyTorchLibrary.LIB.iValueToTensor(value);
    }

    public static long[] toTensors(long value) {
        return PyTorchLibrary.LIB.iValueToTensorList(value);
    }

    /** Frees the handles of values, not the tensors in them. */
    public static void release(long... values) {
        Arrays.stream(values).filter(value -> value != 0).forEach(PyTorchLibrary.LIB::torchDeleteIValue);
    }
}
