package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.jformers.torch.PackedLinear;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The weights of linear maps as inference multiplies by them. Each is packed when it is used first, and lives as long as the
 * manager. Thread-safe.
 */
public final class PackedWeights {

    private final NDManager owner;
    private final Precision precision;
    private final Map<Use, PackedLinear> packed = new ConcurrentHashMap<>();

    /**
     * @param owner frees them when it is closed
     */
    public PackedWeights(NDManager owner, Precision precision) {
        this.owner = owner;
        this.precision = precision;
    }

    public Precision precision() {
        return precision;
    }

    private record Use(PackedLinear.Form form, List<Parameter> weights) {}

    /** As {@link #of(Shape, List, List)}, of one map. */
    @Nullable
    PackedLinear of(Shape x, Parameter weight, @Nullable Parameter bias) {
        return of(x, List.of(weight), bias == null ? List.of() : List.of(bias));
    }

    /**
     * @param x the shape of what is multiplied
     * @param biases one for each weight, or none at all
     * @return null if what is multiplied is better off with the weights as they are
     */
    @Nullable
    PackedLinear of(Shape x, List<Parameter> weights, List<Parameter> biases) {
        PackedLinear.Form form = precision.form(x);
        return form == null ? null : packed.computeIfAbsent(new Use(form, weights), use -> pack(use, biases));
    }

    private PackedLinear pack(Use use, List<Parameter> biases) {
        PackedLinear made = PackedLinear.of(arrays(use.weights()), arrays(biases), use.form());
        owner.attachInternal(use.form() + use.weights().get(0).getId(), made);
        return made;
    }

    private static List<NDArray> arrays(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::getArray).toList();
    }
}
