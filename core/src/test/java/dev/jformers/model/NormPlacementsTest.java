package dev.jformers.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.layer.CapsuleNorm;
import dev.jformers.layer.DynamicTanh;
import dev.jformers.layer.FixNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.ScaleNorm;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Norms that no published family has, in a whole stack of layers and at each place where a norm may stand. */
class NormPlacementsTest {

    static final List<Norm> NORMS =
            List.of(new ScaleNorm(1e-5), new FixNorm(3, 1e-5), new CapsuleNorm(1e-5), new DynamicTanh(0.5));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @FieldSource("NORMS")
    void allPlacementsComputeAndHaveTheRightGradients(Norm norm) throws IOException {
        Map<NormPlacement, NDArray> results = new LinkedHashMap<>();
        for (NormPlacement placement : NormPlacement.values()) {
            try (TinyTransformer tiny = TinyTransformer.of(config(norm, placement))) {
                NDArray hidden = tiny.encode(tokens());
                assertTrue(Double.isFinite(hidden.sum().getFloat()), placement.name());
                results.put(placement, hidden);
                assertSlope(tiny, placement);
            }
        }
        assertEquals(4, results.size());
        results.forEach((placement, hidden) -> results.forEach((other, others) -> {
            boolean differs = hidden.sub(others).abs().max().getFloat() > 1e-3;
            assertEquals(placement != other, differs, placement + " " + other);
        }));
    }

    /** How fast the loss grows along its own gradient is the square of that gradient's length. */
    private void assertSlope(TinyTransformer tiny, NormPlacement placement) {
        Map<String, NDArray> weights = new LinkedHashMap<>(tiny.weights());
        List<NDArray> gradients = new ArrayList<>();
        double square = 0;
        try (Autograd.Scope on = Autograd.recording(true)) {
            List<NDArray> found = Autograd.gradients(manager, loss(tiny), List.copyOf(weights.values()));
            for (NDArray each : found) {
                NDArray gradient = Autograd.dense(each);
                gradients.add(gradient);
                square += gradient.square().sum().getFloat();
            }
        }
        List<String> paths = List.copyOf(weights.keySet());
        for (int i = 0; i < paths.size(); i++) {
            boolean alive = gradients.get(i).abs().max().getFloat() > 0;
            // softmax does not see what is added to all keys
            assertTrue(alive || paths.get(i).contains("key"), placement + " " + paths.get(i));
        }
        double step = 2e-3 / Math.sqrt(square);
        double above = moved(tiny, weights, gradients, step);
        double below = moved(tiny, weights, gradients, -2 * step);
        assertEquals(1, (above - below) / (2 * step * square), 0.02, placement.name());
    }

    /** The loss after all weights have gone along their gradients. */
    private double moved(TinyTransformer tiny, Map<String, NDArray> weights, List<NDArray> gradients, double step) {
        try (Autograd.Scope off = Autograd.recording(false)) {
            int next = 0;
            for (NDArray weight : weights.values()) {
                weight.addi(gradients.get(next++).mul(step));
            }
            return loss(tiny).getFloat();
        }
    }

    private NDArray loss(TinyTransformer tiny) {
        NDArray hidden = tiny.encode(tokens());
        NDArray weights = manager.arange(Math.toIntExact(hidden.size())).sin().reshape(hidden.getShape());
        return hidden.mul(weights).sum();
    }

    private TokenInput tokens() {
        return new TokenInput(manager.create(new long[] {5, 9, 7, 3, 8, 11}, new Shape(2, 3)), null, null);
    }

    private static TransformerConfig config(Norm norm, NormPlacement placement) throws IOException {
        return TinyTransformer.withLayers(
                TinyTransformer.fixture("gpt2"),
                layers -> layers.stream()
                        .map(layer -> new LayerConfig(
                                layer.attention(),
                                layer.feedForward(),
                                norm,
                                new LayerLayout.Sequential(placement),
                                layer.dropout()))
                        .toList());
    }
}
