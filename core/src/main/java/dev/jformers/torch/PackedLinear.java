package dev.jformers.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final long width;

    /**
     * @param bias {@code [width]}, or none
     * @param sizes outputs of each map
     * @param width outputs of all maps and those that nobody asked for, which fill the last bag
     */
    private PackedLinear(Form form, long weight, List<NDArray> bias, long[] sizes, long width) {
        this.form = form;
        this.weight = new AtomicLong(weight);
        this.bias = bias;
        this.sizes = sizes;
        this.width = width;
    }

    /** How a weight is packed. */
    public enum Form {
        /**
         * As it is, in parts whose outputs lie side by side for each input: a table of which an embedding bag sums all rows, each
         * times its input. For one row of inputs alone; there it reads memory as fast as the CPU can, where {@code x W^T} does not.
         */
        BAGS("Bags", "", "List[Tensor]"),
        /** The same, rounded to 8-bit integers with a scale and a shift for each input and part. For one row of inputs alone. */
        BYTE_BAGS("Bags", "_bytes", "List[Tensor]"),
        /** As it is, in blocks as oneDNN has them, which is fast for a few rows. */
        REORDERED("Reordered", "", "Tensor"),
        /** Rounded to 16-bit floats, multiplied as 32-bit ones. */
        FLOAT16("Float16", "", Form.PACKED_PARAMETERS),
        /**
         * Rounded to 8-bit integers with a scale for each output (Jacob et al. 2018, section 2.1), times inputs that are rounded
         * with one scale a call.
         */
        INT8("Int8", "", Form.PACKED_PARAMETERS);

        private static final String PACKED_PARAMETERS = "__torch__.torch.classes.quantized.LinearPackedParamsBase";

        private static final Map<String, ScriptLibrary> LIBRARIES = new ConcurrentHashMap<>();

        private final String className;
        private final String suffix;
        private final String type;
        private volatile @Nullable Boolean there;

        /**
         * @param suffix behind the names of the methods of the class
         * @param type what TorchScript calls what is packed
         */
        Form(String className, String suffix, String type) {
            this.className = className;
            this.suffix = suffix;
            this.type = type;
        }

        /**
         * @throws EngineException if libtorch has no such products on this platform
         */
        private ScriptLibrary library() {
            return LIBRARIES.computeIfAbsent(
                    className, name -> ScriptLibrary.load(name, name.toLowerCase(Locale.ROOT) + ".torchscript"));
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
            long out = Arrays.stream(sizes).sum();
            if (!form.takesOneRow()) {
                List<NDArray> bias = joined(biases);
                return new PackedLinear(form, form.library().value("pack", weights), bias, sizes, out);
            }
            Bags bags = Bags.of(out);
            List<NDArray> bias = filled(joined(biases), bags.size());
            long packed = form.library().value("pack" + form.suffix, weights, bags.count(), bags.width());
            return new PackedLinear(form, packed, bias, sizes, bags.size());
        }
    }

    private static List<NDArray> joined(List<NDArray> biases) {
        return biases.isEmpty() ? List.of() : List.of(NDArrays.concat(new NDList(biases)));
    }

    /** With zeros behind it. */
    private static List<NDArray> filled(List<NDArray> bias, long size) {
        if (bias.isEmpty() || bias.get(0).size() == size) {
            return bias;
        }
        try (NDArray known = bias.get(0);
                NDArray zeros = known.getManager().zeros(new Shape(size - known.size()))) {
            return List.of(known.concat(zeros));
        }
    }

    /**
     * Parts of equal size of what a map gives, each summed by one thread.
     *
     * @param count how many; even, for two threads to have the same work
     * @param width outputs of one, a multiple of 8; not above {@link #WIDEST}, for CPUs hold about so many sums in their registers
     */
    private record Bags(long count, long width) {

        private static final long WIDEST = 288;

        /** Without a rest where there is such a size. */
        static Bags of(long out) {
            long least = 2 * ((out + 2 * WIDEST - 1) / (2 * WIDEST));
            for (long count = least; count <= 2 * least; count += 2) {
                if (out % (8 * count) == 0) {
                    return new Bags(count, out / count);
                }
            }
            return new Bags(least, (out + 8 * least - 1) / (8 * least) * 8);
        }

        long size() {
            return count * width;
        }
    }

    /**
     * @param x {@code [..., in]}
     * @return {@code [..., out]}, the outputs of several maps side by side; owned by the manager of {@code x}
     * @throws IllegalArgumentException if there are several rows, and the form takes one
     */
    public NDArray apply(NDArray x) {
        requireRows(x);
        NDArray product = product(x);
        NDArray sum = bias.isEmpty() ? product : product.addi(bias.get(0));
        long out = Arrays.stream(sizes).sum();
        return out == width ? sum : Operators.split(sum, -1, out, width - out).get(0);
    }

    /**
     * @param x {@code [..., in]}
     * @return {@code [..., out]} of each map, owned by the manager of {@code x}
     * @throws IllegalArgumentException if there are several rows, and the form takes one
     */
    public List<NDArray> applyAll(NDArray x) {
        return Operators.split(apply(x), -1, sizes);
    }

    /** {@code [..., width]}. */
    private NDArray product(NDArray x) {
        NDManager manager = x.getManager();
        if (!form.takesOneRow()) {
            return form.library().tensor(manager, "linear" + rounding(), x, this);
        }
        long[] shape = x.getShape().getShape().clone();
        shape[shape.length - 1] = width;
        return form.library().tensor(manager, "linear" + form.suffix, x, this, shape);
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
                NDArray sum = Form.INT8.library().tensor(manager, "linear", x, ones);
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

    /** {@code [width]}, or none. */
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
