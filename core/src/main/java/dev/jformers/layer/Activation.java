package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import dev.jformers.torch.Operators;
import java.util.function.UnaryOperator;

/** What a layer does between its linear maps. */
public enum Activation {
    /** Nothing. */
    IDENTITY(x -> x),
    /** {@code max(x, 0)}. */
    RELU(ai.djl.nn.Activation::relu),
    /** {@code x * Phi(x)} by the error function (Hendrycks and Gimpel 2016). */
    GELU(ai.djl.nn.Activation::gelu),
    /** GELU by its tanh approximation. */
    GELU_TANH(Operators::geluTanh),
    /** {@code max(x, 0)} squared (So et al. 2021). */
    SQUARED_RELU(x -> ai.djl.nn.Activation.relu(x).square()),
    /** {@code x * sigmoid(x)}. */
    SILU(Operators::silu),
    /** The hyperbolic tangent. */
    TANH(ai.djl.nn.Activation::tanh);

    private final UnaryOperator<NDArray> function;

    Activation(UnaryOperator<NDArray> function) {
        this.function = function;
    }

    public NDArray apply(NDArray x) {
        return function.apply(x);
    }
}
