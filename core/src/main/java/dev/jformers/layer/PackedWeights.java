package dev.jformers.layer;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.jformers.torch.PackedLinear;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The weights of linear maps as inference multiplies by them. Each is packed when it is used first, and lives as long as the
 * manager. Thread-safe.
 */
public final class PackedWeights {

    private final NDManager owner;
    private final Precision precision;
    private final Map<Parameter, PackedLinear> packed = new ConcurrentHashMap<>();

    /**
     * @param owner frees them when it is closed
     */
    public PackedWeights(NDManager owner, Precision precision) {
        this.owner = owner;
        this.precision = precision;
    }

    PackedLinear of(Parameter weight) {
        return packed.computeIfAbsent(weight, this::pack);
    }

    private PackedLinear pack(Parameter weight) {
        PackedLinear made = PackedLinear.of(weight.getArray(), precision.form());
        owner.attachInternal(weight.getId(), made);
        return made;
    }
}
