package dev.jformers.onnx;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a BERT found in a graph.
 *
 * @param dimensions the sizes that the embeddings and the first layer show
 * @param tensors by their Hugging Face names without prefix
 * @param missing names of the full architecture that are not there
 * @param leftOut initializers that are no parameter of it
 */
record BertWeights(
        BertDimensions dimensions, Map<String, BertWeight> tensors, List<String> missing, List<String> leftOut) {

    private static final String POSITION_IDS = "embeddings.position_ids";

    /** Finds every parameter, under whatever prefix the exported module had. */
    static BertWeights find(OnnxGraph graph, Path file) {
        String prefix = prefix(graph, file);
        Map<String, BertWeight> named = named(graph, prefix);
        BertDimensions dimensions = BertDimensions.of(named, file);
        Map<String, List<Long>> expected = dimensions.encoderShapes();
        requireAll(expected.keySet(), named, file);
        Map<String, List<Long>> pooler = dimensions.poolerShapes();
        boolean hasPooler = named.keySet().containsAll(pooler.keySet());
        if (hasPooler) {
            expected.putAll(pooler);
        }
        Map<String, BertWeight> found = new LinkedHashMap<>();
        expected.forEach((name, shape) -> found.put(name, requireShape(name, named.get(name), shape, file)));
        refuseUnknown(named.keySet(), expected.keySet(), file);
        return new BertWeights(
                dimensions, found, hasPooler ? List.of() : List.copyOf(pooler.keySet()), leftOut(graph, found));
    }

    /** What comes before {@code embeddings.word_embeddings.weight}: nothing, {@code bert.}, {@code 0.auto_model.} ... */
    private static String prefix(OnnxGraph graph, Path file) {
        for (String name : graph.initializers().keySet()) {
            if (name.endsWith(BertDimensions.WORD_EMBEDDINGS)) {
                return name.substring(0, name.length() - BertDimensions.WORD_EMBEDDINGS.length());
            }
        }
        throw notBert(
                file,
                List.of(BertDimensions.WORD_EMBEDDINGS),
                graph.initializers().keySet());
    }

    /**
     * Names the initializers. One that a MatMul multiplies by is a linear weight in the layout {@code [in, out]}; exporters
     * make it anonymous, and the path of the MatMul says which it is.
     */
    private static Map<String, BertWeight> named(OnnxGraph graph, String prefix) {
        Map<String, BertWeight> named = new LinkedHashMap<>();
        Stream<String> aliases = graph.nodes("Identity").flatMap(node -> node.outputs().stream());
        Stream.concat(graph.initializers().keySet().stream(), aliases)
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> {
                    OnnxTensor tensor = graph.initializer(name);
                    if (tensor != null) {
                        named.put(name.substring(prefix.length()), new BertWeight(tensor, false));
                    }
                });
        for (OnnxNode node : graph.nodes()) {
            OnnxTensor factor = graph.initializer(node.input(1));
            String name = weightName(node, prefix);
            if (factor != null && name != null) {
                named.put(name, new BertWeight(factor, node.op().equals("MatMul") || !isTransposed(node)));
            }
        }
        return named;
    }

    /** {@code /encoder/layer.0/output/dense/MatMul} multiplies by {@code encoder.layer.0.output.dense.weight}. */
    private static @Nullable String weightName(OnnxNode node, String prefix) {
        int operation = node.name().lastIndexOf('/');
        if (operation <= 0 || !(node.op().equals("MatMul") || node.op().equals("Gemm"))) {
            return null;
        }
        String module =
                node.name().substring(0, operation).replaceFirst("^/", "").replace('/', '.');
        return module.startsWith(prefix) ? module.substring(prefix.length()) + ".weight" : null;
    }

    private static boolean isTransposed(OnnxNode gemm) {
        OnnxNode.Attribute transB = gemm.attributes().get("transB");
        return transB != null && transB.integer() == 1;
    }

    private static void requireAll(Set<String> expected, Map<String, BertWeight> named, Path file) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(named.keySet());
        if (!missing.isEmpty()) {
            throw notBert(file, missing, named.keySet());
        }
    }

    private static BertWeight requireShape(String name, @Nullable BertWeight weight, List<Long> shape, Path file) {
        if (weight == null || !weight.shape().equals(shape)) {
            throw new InvalidInputException(
                    file + ": " + name + " has shape " + (weight == null ? "none" : weight.shape())
                            + " but the embeddings and the first layer ask for " + shape);
        }
        TensorType type = weight.tensor().type();
        if (type != TensorType.F32 && type != TensorType.F16 && type != TensorType.BF16 && type != TensorType.F64) {
            throw new InvalidInputException(file + ": " + name + " is not of a float type (ONNX data type "
                    + weight.tensor().dataType() + "); import the model before it was quantized");
        }
        weight.tensor().bytes(file.toString());
        return weight;
    }

    /** A parameter that BERT has not, inside the encoder, means another architecture whose outputs would differ. */
    private static void refuseUnknown(Set<String> named, Set<String> expected, Path file) {
        List<String> unknown = named.stream()
                .filter(name -> name.startsWith("embeddings.") || name.startsWith("encoder."))
                .filter(name -> !name.equals(POSITION_IDS) && !expected.contains(name))
                .filter(name -> name.endsWith(".weight") || name.endsWith(".bias"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(
                    file + " is not a BERT: it also has " + shown(unknown) + ", which a BERT encoder has not");
        }
    }

    private static List<String> leftOut(OnnxGraph graph, Map<String, BertWeight> found) {
        Set<String> leftOut = new LinkedHashSet<>(graph.initializers().keySet());
        found.values().forEach(weight -> leftOut.remove(weight.tensor().name()));
        return List.copyOf(leftOut);
    }

    static InvalidInputException notBert(Path file, List<String> lookedFor, Set<String> found) {
        return new InvalidInputException(
                file + " is not a BERT encoder that can be imported: looked for " + shown(lookedFor)
                        + "; found " + (found.isEmpty() ? "no named tensors" : shown(List.copyOf(found)))
                        + ". Export it with float weights and without graph optimisation.");
    }

    private static String shown(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(4, names.size())));
        return names.size() <= 4 ? first : first + " and " + (names.size() - 4) + " more";
    }
}
