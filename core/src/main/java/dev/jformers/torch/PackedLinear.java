package dev.jformers.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A linear map, or several of one input, in a form that is made for multiplication alone, in native memory of its own: close it.
 * Thread-safe, but for closing; for CPUs only, without gradients.
 */
public final class PackedLinear implements AutoCloseable {

    private final Form form;
    private final AtomicLong weight;
    private final List<NDArray> bias;
    private final long[] sizes;

    private PackedLinear(Form form, long weight, List<NDArray> bias, long[] sizes) {
        this.form = form;
        this.weight = new AtomicLong(weight);
        this.bias = bias;
        this.sizes = sizes;
    }

    /** How a weight is packed. */
    public enum Form {
        /**
         * As it is, in parts whose outputs lie side by side for each input: a table of which an embedding bag sums all rows, each
         * times its input. For one row of inputs alone; there it reads memory as fast as the CPU can, where {@code x W^T} does not.
         */
        BAGS("Bags", "List[Tensor]"),
        /** The same, rounded to 8-bit integers with a scale and a shift for each input and part. For one row of inputs alone. */
        BYTE_BAGS("ByteBags", "List[Tensor]"),
        /** As it is, in blocks as oneDNN has them, which is fast for a few rows. */
        REORDERED("Reordered", "Tensor"),
        /** Rounded to 16-bit floats, multiplied as 32-bit ones. */
        FLOAT16("Float16", Form.PACKED_PARAMETERS),
        /**
         * Rounded to 8-bit integers with a scale for each output (Jacob et al. 2018, section 2.1), times inputs that are rounded
         * with one scale a call.
         */
        INT8("Int8", Form.PACKED_PARAMETERS);

        private static final String PACKED_PARAMETERS = "__torch__.torch.classes.quantized.LinearPackedParamsBase";

        private final String className;
        private final String type;
        private volatile @Nullable ScriptLibrary library;
        private volatile @Nullable Boolean there;

        Form(String className, String type) {
            this.className = className;
            this.type = type;
        }

        /**
         * @throws EngineException if libtorch has no such products on this platform
         */
        private ScriptLibrary library() {
            ScriptLibrary loaded = library;
            if (loaded == null) {
                loaded = ScriptLibrary.load(className, className.toLowerCase(Locale.ROOT) + ".torchscript");
                library = loaded;
            }
            return loaded;
        }

        /** Whether there may be one row of inputs, and no more. */
        public boolean takesOneRow() {
            return this == BAGS || this == BYTE_BAGS;
        }

        /** Whether libtorch has such products on this platform. */
        public boolean isThere() {
            Boolean known = there;
            if (known == null) {
                known = isLoaded();
                there = known;
            }
            return known;
        }

        private boolean isLoaded() {
            try {
                return library() != null;
            } catch (EngineException e) {
                LoggerFactory.getLogger(PackedLinear.class).debug("no products of the form {} here", this, e);
                return false;
            }
        }
    }

    /**
     * @param weights {@code [out, in]} each, of one {@code in} and 32-bit floats; are not kept
     * @param biases {@code [out]} each, or none at all; are not kept
     * @throws EngineException if libtorch has no such products on this platform
     */
    public static PackedLinear of(List<NDArray> weights, List<NDArray> biases, Form form) {
        try (Autograd.Scope off = Autograd.recording(false)) {
            long[] sizes = weights.stream()
                    .mapToLong(weight -> weight.getShape().get(0))
                    .toArray();
            List<NDArray> bias = biases.isEmpty() ? List.of() : List.of(NDArrays.concat(new NDList(biases)));
            return new PackedLinear(form, form.library().value("pack", weights), bias, sizes);
        }
    }

    /**
     * @param x {@code [..., in]}
     * @return {@code [..., out]} of the one map, owned by the manager of {@code x}
     * @throws IllegalArgumentException if there are several rows, and the form takes one
     */
    public NDArray apply(NDArray x) {
        requireRows(x);
        return form.library().tensor(x.getManager(), "linear" + rounding(), x, this, bias);
    }

    /**
     * @param x {@code [..., in]}
     * @return {@code [..., out]} of each map, owned by the manager of {@code x}
     * @throws IllegalArgumentException if there are several rows, and the form takes one
     */
    public List<NDArray> applyAll(NDArray x) {
        requireRows(x);
        return form.library().tensors(x.getManager(), "linears" + rounding(), x, this, bias, sizes);
    }

    private void requireRows(NDArray x) {
        Shape shape = x.getShape();
        if (form.takesOneRow() && shape.size() != shape.getLastDimension()) {
            throw new IllegalArgumentException(shape + " has several rows, but " + form + " is for one");
        }
    }

    private String rounding() {
        return form == Form.INT8 && Saturation.FOUND ? "_reduced" : "";
    }

    /**
     * Some CPUs add two products of 8-bit integers in 16 bits, which the largest ones overflow; inputs of 7 bits are exact there.
     * What this CPU does is found when it is asked first.
     */
    private static final class Saturation {

        static final boolean FOUND = isFound();

        private static final long SIZE = 64;

        private static boolean isFound() {
            try (NDManager manager = Torch.newManager(Device.cpu());
                    PackedLinear ones = of(List.of(manager.ones(new Shape(1, SIZE))), List.of(), Form.INT8)) {
                NDArray x = manager.ones(new Shape(1, SIZE));
                NDArray sum = Form.INT8.library().tensor(manager, "linear", x, ones, List.of());
                return Math.abs(sum.getFloat() - SIZE) > 1;
            }
        }
    }

    /** Of the packed weight; stays with this. */
    long handle() {
        return weight.get();
    }

    /** What TorchScript calls the type of the packed weight. */
    String type() {
        return form.type;
    }

    /** {@code [out]} of all maps together, or none. */
    List<NDArray> bias() {
        return bias;
    }

    @Override
    public void close() {
        long value = weight.getAndSet(0);
        if (value != 0) {
            ScriptLibrary.release(value);
        }
        bias.forEach(NDArray::close);
    }
}
