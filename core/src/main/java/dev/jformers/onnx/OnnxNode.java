package dev.jformers.onnx;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the graph.
 *
 * @param name its name, often the path of the module that it comes from; may be empty
 * @param op what it does, such as {@code MatMul}
 * @param domain whose operation it is; empty for those of ONNX itself
 * @param inputs the names of the values that it takes; an empty one is an input left out
 * @param outputs the names of the values that it gives
 * @param attributes its settings, where their type is one that is read here
 */
record OnnxNode(
        String name,
        String op,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes) {

    OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** The value of a Constant node, if it is a tensor or integers; else null. */
    @Nullable
    OnnxTensor constant() {
        Attribute tensor = attributes.get("value");
        if (tensor != null) {
            return tensor.tensor();
        }
        Attribute integers = attributes.get("value_ints");
        return integers == null ? null : OnnxTensor.ofIntegers(integers.integers());
    }

    /** One setting: the field that it uses holds a value, the others hold protobuf's default. */
    record Attribute(
            float number,
            long integer,
            String text,
            @Nullable OnnxTensor tensor,
            List<Long> integers) {

        Attribute {
            integers = List.copyOf(integers);
        }
    }
}
