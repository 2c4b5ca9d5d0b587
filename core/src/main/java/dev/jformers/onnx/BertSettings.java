package dev.jformers.onnx;

import dev.jformers.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a BERT that no shape shows, read off the operations.
 *
 * @param heads attention heads in each layer
 * @param normEpsilon what layer norm adds to the variance
 * @param activation the feed-forward layers' activation, by Hugging Face's name
 */
record BertSettings(int heads, double normEpsilon, String activation) {

    private static final double BERT_EPSILON = 1e-12;
    private static final double ONNX_EPSILON = 1e-5;

    static BertSettings of(OnnxGraph graph, BertDimensions dimensions, OptionalInt heads, Path file) {
        int found = heads.isPresent() ? given(heads.getAsInt(), dimensions) : heads(graph, dimensions.hidden(), file);
        return new BertSettings(found, normEpsilon(graph, file), activation(graph, file));
    }

    private static int given(int heads, BertDimensions dimensions) {
        if (heads <= 0 || dimensions.hidden() % heads != 0) {
            throw new InvalidInputException("The number of attention heads is given as " + heads
                    + " but must divide hidden_size (" + dimensions.hidden() + ")");
        }
        return heads;
    }

    /** Attention reshapes {@code [batch, seq, hidden]} to {@code [batch, seq, heads, headDim]}; the last two are constants, or -1. */
    private static int heads(OnnxGraph graph, long hidden, Path file) {
        Set<Long> found = new TreeSet<>();
        graph.nodes("Reshape")
                .map(node -> headsOf(graph.integers(node.input(1)), hidden))
                .filter(Objects::nonNull)
                .forEach(found::add);
        if (found.size() != 1) {
            throw new InvalidInputException(file + ": the number of attention heads "
                    + (found.isEmpty() ? "cannot be seen" : "is ambiguous " + found)
                    + " in the graph; give it when importing");
        }
        return Math.toIntExact(found.iterator().next());
    }

    private static @Nullable Long headsOf(List<@Nullable Long> shape, long hidden) {
        if (shape.size() != 4) {
            return null;
        }
        Long heads = shape.get(2);
        Long headDim = shape.get(3);
        if (headDim != null && headDim > 0 && hidden % headDim == 0) {
            boolean fits = heads == null || heads == -1 || heads == hidden / headDim;
            return fits ? Long.valueOf(hidden / headDim) : null;
        }
        boolean fits = heads != null && heads > 0 && hidden % heads == 0 && (headDim == null || headDim == -1);
        return fits ? heads : null;
    }

    private static double normEpsilon(OnnxGraph graph, Path file) {
        Set<Float> found = new TreeSet<>();
        graph.nodes("LayerNormalization").forEach(node -> {
            OnnxNode.Attribute epsilon = node.attributes().get("epsilon");
            found.add(epsilon == null ? (float) ONNX_EPSILON : epsilon.number());
        });
        graph.nodes("Sqrt")
                .map(node -> addedConstant(graph, node.input(0)))
                .filter(Objects::nonNull)
                .forEach(found::add);
        if (found.size() > 1) {
            throw new InvalidInputException(
                    file + ": layer norms have different epsilons " + found + " but a BERT has one for all");
        }
        return found.isEmpty() ? BERT_EPSILON : decimal(found.iterator().next());
    }

    private static @Nullable Float addedConstant(OnnxGraph graph, String value) {
        OnnxNode add = graph.producer(value);
        if (add == null || !add.op().equals("Add")) {
            return null;
        }
        return add.inputs().stream()
                .map(graph::constant)
                .filter(Objects::nonNull)
                .map(OnnxTensor::scalar)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The shortest decimal that is this float: 1e-12, not 9.999999960041972e-13. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private static String activation(OnnxGraph graph, Path file) {
        OnnxNode gelu = graph.nodes("Gelu").findFirst().orElse(null);
        if (gelu != null) {
            OnnxNode.Attribute approximate = gelu.attributes().get("approximate");
            return approximate != null && approximate.text().equals("tanh") ? "gelu_pytorch_tanh" : "gelu";
        }
        if (graph.has("Erf")) {
            return "gelu";
        }
        if (graph.has("Relu")) {
            return "relu";
        }
        // A tanh with a cube inside is the approximation of GELU; the pooler's stands alone.
        if (graph.nodes("Tanh").count() > 1) {
            return "gelu_new";
        }
        throw new InvalidInputException(file + " is not a BERT encoder that can be imported: looked for an activation"
                + " (Erf, Gelu, Relu or Tanh); found none");
    }
}
