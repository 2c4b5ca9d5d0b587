package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.family.StoredTensor;
import dev.jformers.torch.Autograd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Compares gradients with the true ones, which transformers computed in float64 and a file has as {@code grad.NAME}: the
 * largest difference of a tensor is at most 1e-4 of its largest true value.
 *
 * <p>Two bounds are wider, for gradients that are sums of what cancels. In float32 those are no better than the rounding of what
 * was summed, so the bound is a part of the largest gradient of the model. Where the truth is zero, as for the biases of
 * keys (softmax does not see what all scores of a query have in common), that is four times the resolution of float32. Elsewhere it
 * is the resolution itself, which of 3,327 tensors decides for eight: queries and keys of {@code albert} and {@code
 * marian-three-tables}, at most 4.2e-4 of their largest value off. In float32 transformers is there up to 5.2e-4 from the truth:
 * {@code scripts/fixtures/gradients_float32.py}.
 */
final class GradientAgreement {

    private static final String PREFIX = "grad.";
    private static final float RELATIVE = 1e-4f;
    private static final float RESOLUTION = 0x1p-23f;
    private static final float ZERO = 1e-12f;

    private GradientAgreement() {}

    /**
     * Finds that the file has exactly these gradients, and as they are.
     *
     * @param model says where the parameters lie
     * @param gradients by the path of their parameter
     */
    static void assertAgree(
            Safetensors expected, ModelDescription model, Map<String, NDArray> gradients, NDManager manager) {
        Map<String, NDArray> truths = truths(expected, manager);
        Map<String, NDArray> actual = stored(model, gradients, manager);
        assertEquals(truths.keySet(), actual.keySet());
        float ofModel = truths.values().stream()
                .map(GradientAgreement::largest)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        for (Map.Entry<String, NDArray> gradient : actual.entrySet()) {
            String name = gradient.getKey();
            NDArray truth = Objects.requireNonNull(truths.get(name));
            assertEquals(truth.getShape(), gradient.getValue().getShape(), name);
            float largest = largest(truth);
            float difference = largest(truth.sub(gradient.getValue()));
            assertTrue(
                    difference <= bound(largest, ofModel),
                    "the gradient of " + name + " differs by " + difference + " of " + largest);
        }
    }

    /** By the names of the tensors that hold the parameters, some of them several. */
    private static Map<String, NDArray> stored(
            ModelDescription model, Map<String, NDArray> gradients, NDManager manager) {
        Map<String, List<StoredTensor>> places = new TreeMap<>();
        Map<String, List<NDArray>> arrays = new TreeMap<>();
        gradients.forEach((path, gradient) -> {
            StoredTensor place = model.place(path);
            places.computeIfAbsent(place.name(), name -> new ArrayList<>()).add(place);
            arrays.computeIfAbsent(place.name(), name -> new ArrayList<>()).add(Autograd.dense(gradient));
        });
        Map<String, NDArray> stored = new TreeMap<>();
        places.forEach((name, parts) ->
                stored.put(name, StoredTensor.write(parts, arrays.getOrDefault(name, List.of()), manager)));
        return stored;
    }

    private static float bound(float largest, float ofModel) {
        return largest < ZERO ? 4 * RESOLUTION * ofModel : Math.max(RELATIVE * largest, RESOLUTION * ofModel);
    }

    private static Map<String, NDArray> truths(Safetensors expected, NDManager manager) {
        Map<String, NDArray> truths = new TreeMap<>();
        expected.tensors().keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> truths.put(name.substring(PREFIX.length()), expected.array(name, manager)));
        return truths;
    }

    private static float largest(NDArray values) {
        return values.abs().max().getFloat();
    }
}
