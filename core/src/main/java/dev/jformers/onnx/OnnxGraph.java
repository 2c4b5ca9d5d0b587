package dev.jformers.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations of a model and its constants, each findable by the value that it gives. */
final class OnnxGraph {

    /** More values in a row than any exporter puts between a constant and its use. */
    private static final int MAX_HOPS = 8;

    private final List<OnnxNode> nodes;
    private final Map<String, OnnxTensor> initializers;
    private final Map<String, OnnxNode> producers = new HashMap<>();

    /**
     * @param nodes in the order of the file
     * @param initializers by name, in the order of the file
     */
    OnnxGraph(List<OnnxNode> nodes, Map<String, OnnxTensor> initializers) {
        this.nodes = List.copyOf(nodes);
        this.initializers = initializers;
        for (OnnxNode node : nodes) {
            node.outputs().forEach(output -> producers.put(output, node));
        }
    }

    List<OnnxNode> nodes() {
        return nodes;
    }

    Map<String, OnnxTensor> initializers() {
        return initializers;
    }

    Stream<OnnxNode> nodes(String op) {
        return nodes.stream().filter(node -> node.op().equals(op));
    }

    boolean has(String op) {
        return nodes(op).findAny().isPresent();
    }

    /** The node that gives a value; null for an input of the graph or an initializer. */
    @Nullable
    OnnxNode producer(String value) {
        return producers.get(value);
    }

    /** The initializer that a value is, or is another name of: exporters keep one of several equal ones. */
    @Nullable
    OnnxTensor initializer(String value) {
        OnnxNode node = producers.get(value);
        return initializers.get(node != null && node.op().equals("Identity") ? node.input(0) : value);
    }

    /** The constant behind a value: an initializer or a Constant node, seen through nodes that leave the elements alone; else null. */
    @Nullable
    OnnxTensor constant(String value) {
        String current = value;
        for (int hop = 0; hop < MAX_HOPS; hop++) {
            OnnxTensor initializer = initializers.get(current);
            if (initializer != null) {
                return initializer;
            }
            OnnxNode node = producers.get(current);
            if (node == null) {
                return null;
            }
            if (node.op().equals("Constant")) {
                return node.constant();
            }
            if (!node.op().equals("Identity")
                    && !node.op().equals("Unsqueeze")
                    && !node.op().equals("Squeeze")) {
                return null;
            }
            current = node.input(0);
        }
        return null;
    }

    /** The integers behind a value that is a constant, or a concatenation of which some parts are; null marks a part that is not. */
    List<@Nullable Long> integers(String value) {
        OnnxNode node = producers.get(value);
        List<String> parts = node != null && node.op().equals("Concat") ? node.inputs() : List.of(value);
        List<@Nullable Long> integers = new ArrayList<>();
        for (String part : parts) {
            OnnxTensor constant = constant(part);
            if (constant == null || constant.integers().isEmpty()) {
                integers.add(null);
            } else {
                integers.addAll(constant.integers());
            }
        }
        return integers;
    }
}
