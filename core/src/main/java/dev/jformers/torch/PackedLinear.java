package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The weight of a linear map in a form that is made for multiplication alone, in native memory of its own: close it. Thread-safe,
 * but for closing; for CPUs only, without gradients.
 */
public final class PackedLinear implements AutoCloseable {

    private final Form form;
    private final AtomicLong handle;

    private PackedLinear(Form form, long handle) {
        this.form = form;
        this.handle = new AtomicLong(handle);
    }

    /** How a weight is packed. */
    public enum Form {
        /** As it is, with inputs before outputs: one row times it is bound by memory, where {@code x W^T} is not yet. */
        TRANSPOSED("transposed"),
        /** Rounded to 16-bit floats, multiplied as 32-bit ones. */
        FLOAT16("float16"),
        /**
         * Rounded to 8-bit integers with a scale for each output (Jacob et al. 2018, section 2.1), times inputs that are rounded
         * with one scale a call.
         */
        INT8("int8");

        private final String name;

        Form(String name) {
            this.name = name;
        }
    }

    /**
     * @param weight {@code [out, in]}, 32-bit floats; is not kept
     * @throws ai.djl.engine.EngineException if this CPU has no such products
     */
    public static PackedLinear of(NDArray weight, Form form) {
        try (Autograd.Scope off = Autograd.recording(false)) {
            return new PackedLinear(form, Operators.library().value("pack_" + form.name, weight));
        }
    }

    /**
     * @param x {@code [..., in]}
     * @param bias {@code [out]}; null for none
     * @return {@code [..., out]}, owned by the manager of {@code x}
     */
    public NDArray apply(NDArray x, @Nullable NDArray bias) {
        List<NDArray> added = bias == null ? List.of() : List.of(bias);
        return Operators.library().tensor(x.getManager(), "linear_" + form.name, x, this, added);
    }

    long handle() {
        return handle.get();
    }

    @Override
    public void close() {
        long value = handle.getAndSet(0);
        if (value != 0) {
            ScriptLibrary.release(value);
        }
    }
}
