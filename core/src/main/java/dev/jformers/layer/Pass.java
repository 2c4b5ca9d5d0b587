package dev.jformers.layer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.jformers.torch.Operators;
import dev.jformers.torch.PackedLinear;
import org.jspecify.annotations.Nullable;

/**
 * One forward pass: where parameters take their values from, and whether it trains.
 *
 * @param parameters gives each parameter's value
 * @param device where the pass computes
 * @param training whether dropout is on
 * @param packed the weights of linear maps as inference multiplies by them; null to multiply by the parameters themselves
 * @param routing takes what routers of experts say; null where nobody asks
 */
public record Pass(
        ParameterStore parameters,
        Device device,
        boolean training,
        @Nullable PackedWeights packed,
        @Nullable Routing routing) {

    /** Multiplies by the parameters themselves, and nobody asks for what routers say. */
    public Pass(ParameterStore parameters, Device device, boolean training) {
        this(parameters, device, training, null, null);
    }

    /** The same pass, which multiplies by these weights. */
    public Pass with(PackedWeights weights) {
        return new Pass(parameters, device, training, weights, routing);
    }

    /** The same pass, whose routers tell this what they say. */
    public Pass with(Routing collector) {
        return new Pass(parameters, device, training, packed, collector);
    }

    /** The value of a parameter on the pass's device; owned by the parameter, never to be closed. */
    public NDArray value(Parameter parameter) {
        return parameters.getValue(parameter, device, training);
    }

    /**
     * A linear map.
     *
     * @param x {@code [..., in]}
     * @param weight {@code [out, in]}
     * @param bias {@code [out]}; null for none
     * @return {@code [..., out]}
     */
    public NDArray linear(NDArray x, Parameter weight, @Nullable Parameter bias) {
        PackedLinear product = packed == null ? null : packed.of(x.getShape(), weight, bias);
        return product == null
                ? ai.djl.nn.core.Linear.linear(x, value(weight), bias == null ? null : value(bias))
                        .singletonOrThrow()
                : product.apply(x);
    }

    /** Drops values of {@code x} when training; otherwise, or at rate 0, returns {@code x} itself at no cost. */
    public NDArray dropout(NDArray x, double rate) {
        return training ? Operators.dropout(x, rate) : x;
    }
}
