package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.torch.PackedLinear;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code x W^T + b}, with {@code weight [out, in]} and {@code bias [out]}. */
public final class Linear extends TypedBlock {

    private final Parameter weight;
    private final @Nullable Parameter bias;

    /**
     * @param in size of the last axis that goes in
     * @param out size of the last axis that comes out
     * @param withBias whether there is a bias
     */
    public Linear(long in, long out, boolean withBias) {
        this.weight = weight("weight", out, in);
        this.bias = withBias ? zeros("bias", out) : null;
    }

    /**
     * @param x {@code [..., in]}
     * @return {@code [..., out]}
     */
    public NDArray apply(Pass pass, NDArray x) {
        return pass.linear(x, weight, bias);
    }

    /**
     * Several maps of one input, with packed weights in one product.
     *
     * @param x {@code [..., in]}
     * @param maps all with biases, or all without
     * @return {@code [..., out]} of each
     */
    public static List<NDArray> apply(Pass pass, NDArray x, Linear... maps) {
        PackedLinear product = packed(pass, x, maps);
        return product == null
                ? Arrays.stream(maps).map(map -> map.apply(pass, x)).toList()
                : product.applyAll(x);
    }

    /**
     * Several maps of one input, their outputs side by side.
     *
     * @param x {@code [..., in]}
     * @param maps all with biases, or all without
     * @return {@code [..., sum of all out]}; null where weights are not packed, so that they would have to be copied together
     */
    public static @Nullable NDArray joined(Pass pass, NDArray x, Linear... maps) {
        PackedLinear product = packed(pass, x, maps);
        return product == null ? null : product.apply(x);
    }

    private static @Nullable PackedLinear packed(Pass pass, NDArray x, Linear... maps) {
        PackedWeights packed = pass.packed();
        if (packed == null) {
            return null;
        }
        List<Parameter> weights = Arrays.stream(maps).map(map -> map.weight).toList();
        List<Parameter> biases = Arrays.stream(maps)
                .map(map -> map.bias)
                .filter(Objects::nonNull)
                .toList();
        return packed.of(x.getShape(), weights, biases);
    }

    /** {@code [out, in]}; owned by the block. */
    public NDArray weight(Pass pass) {
        return pass.value(weight);
    }
}
