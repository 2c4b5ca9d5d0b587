package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
    private final Map<List<Parameter>, PackedLinear> packed = new ConcurrentHashMap<>();

    /**
     * @param owner frees them when it is closed
     */
    public PackedWeights(NDManager owner, Precision precision) {
        this.owner = owner;
        this.precision = precision;
    }

    PackedLinear of(Parameter weight, @Nullable Parameter bias) {
        return of(List.of(weight), bias == null ? List.of() : List.of(bias));
    }

    /**
     * @param biases one for each weight, or none at all
     */
    PackedLinear of(List<Parameter> weights, List<Parameter> biases) {
        return packed.computeIfAbsent(weights, key -> pack(weights, biases));
    }

    private PackedLinear pack(List<Parameter> weights, List<Parameter> biases) {
        PackedLinear made = PackedLinear.of(arrays(weights), arrays(biases), precision.form());
        owner.attachInternal(weights.get(0).getId(), made);
        return made;
    }

    private static List<NDArray> arrays(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::getArray).toList();
    }
}
