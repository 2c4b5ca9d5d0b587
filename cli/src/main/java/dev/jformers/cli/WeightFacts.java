package dev.jformers.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How much there is of a model's weights, and what memory they take. */
final class WeightFacts {

    /** Weights, gradients and two moments of Adam. */
    private static final int COPIES_IN_TRAINING = 4;

    private WeightFacts() {}

    static void addTo(Facts facts, List<ListedTensor> tensors) {
        long parameters = tensors.stream().mapToLong(ListedTensor::elements).sum();
        long stored = tensors.stream().mapToLong(ListedTensor::bytes).sum();
        long loaded = Math.multiplyExact(parameters, Float.BYTES);
        facts.add("parameters", Amounts.count(parameters))
                .add("tensors", Amounts.count(tensors.size()) + " (" + types(tensors) + "), " + Amounts.bytes(stored))
                .add("to run", Amounts.bytes(loaded) + " for weights, in float32")
                .add(
                        "to train",
                        Amounts.bytes(Math.multiplyExact(loaded, COPIES_IN_TRAINING))
                                + " for weights, gradients and Adam's two moments; activations come on top");
    }

    private static String types(List<ListedTensor> tensors) {
        Map<String, Long> counts = new TreeMap<>();
        tensors.forEach(tensor -> counts.merge(tensor.type(), 1L, Long::sum));
        return counts.size() == 1
                ? counts.keySet().iterator().next()
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }
}
