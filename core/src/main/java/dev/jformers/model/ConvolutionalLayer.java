package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv1d;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;

/** A layer and, side by side with it, a convolution of neighbouring tokens. */
final class ConvolutionalLayer extends LayerBlock {

    private final LayerLayout.Convolutional layout;
    private final LayerBlock inner;
    private final Parameter weight;
    private final Parameter bias;
    private final NormBlock norm;
    private final double dropout;

    ConvolutionalLayer(long hidden, LayerConfig config, LayerLayout.Convolutional layout) {
        this.layout = layout;
        this.inner = addChildBlock("inner", layout.inner().newBlock(hidden, config));
        this.weight = weight("weight", hidden, hidden / layout.groups(), layout.kernel());
        this.bias = zeros("bias", hidden);
        this.norm = addChildBlock("norm", config.norm().newBlock(hidden));
        this.dropout = config.dropout();
    }

    @Override
    NDArray apply(Pass pass, NDArray hidden, LayerInput input) {
        NDArray near = layout.activation().apply(pass.dropout(convolve(pass, unpadded(hidden, input)), dropout));
        return norm.normalize(
                pass, inner.apply(pass, hidden, input).add(input.readout().of(near)));
    }

    /** Zeros where there is padding, which neighbours must not notice. */
    private static NDArray unpadded(NDArray hidden, LayerInput input) {
        return input.padding() == null
                ? hidden
                : hidden.mul(input.padding().toType(DataType.FLOAT32, false).expandDims(2));
    }

    private NDArray convolve(Pass pass, NDArray x) {
        Shape one = new Shape(1);
        Shape padding = new Shape(layout.kernel() / 2);
        // [batch, seq, hidden] -> [batch, hidden, seq] and back
        return Conv1d.conv1d(
                        x.transpose(0, 2, 1), pass.value(weight), pass.value(bias), one, padding, one, layout.groups())
                .singletonOrThrow()
                .transpose(0, 2, 1);
    }
}
