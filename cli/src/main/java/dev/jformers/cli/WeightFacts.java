package dev.jformers.cli;

import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How much there is of a model's weights, and what memory they take. */
final class WeightFacts {

    /** Weights, gradients and two moments of Adam. */
    private static final int COPIES_IN_TRAINING = 4;

    private WeightFacts() {}

    static void addTo(Facts facts, Collection<TensorInfo> tensors) {
        long parameters = tensors.stream().mapToLong(TensorInfo::elements).sum();
        long stored = tensors.stream().mapToLong(TensorInfo::bytes).sum();
        long loaded = Math.multiplyExact(parameters, Float.BYTES);
        facts.add("parameters", Amounts.count(parameters))
                .add("tensors", Amounts.count(tensors.size()) + " (" + types(tensors) + "), " + Amounts.bytes(stored))
                .add("to run", Amounts.bytes(loaded) + " for weights, in float32")
                .add(
                        "to train",
                        Amounts.bytes(Math.multiplyExact(loaded, COPIES_IN_TRAINING))
                                + " for weights, gradients and Adam's two moments; activations come on top");
    }

    private static String types(Collection<TensorInfo> tensors) {
        Map<TensorType, Long> counts = new EnumMap<>(TensorType.class);
        tensors.forEach(tensor -> counts.merge(tensor.type(), 1L, Long::sum));
        return counts.size() == 1
                ? counts.keySet().iterator().next().name()
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }
}
