package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.torch.AdamW;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** AdamW and clipping against PyTorch's; {@code scripts/fixtures/optimizer.py} wrote the reference. */
class AdamWAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/optimizer");
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.98, 1e-6, 0.01, 1.0);

    @Test
    void twelveStepsEqualTheReference() throws IOException {
        Safetensors inputs = Safetensors.open(FIXTURES.resolve("inputs.safetensors"));
        Safetensors outputs = Safetensors.open(FIXTURES.resolve("outputs.safetensors"));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weight = inputs.copy("param.weight", manager);
            NDArray bias = inputs.copy("param.bias", manager);
            AdamW optimizer = new AdamW(manager, Map.of("weight", weight), Map.of("bias", bias), SETTINGS);
            for (int step = 0; step < 12; step++) {
                List<NDArray> gradients =
                        List.of(inputs.copy("grad.weight." + step, manager), inputs.copy("grad.bias." + step, manager));
                float norm = optimizer.step(gradients, 0.01);
                assertEquals(
                        outputs.array("grad_norm", manager).toFloatArray()[step], norm, 1e-5f, "norm of step " + step);
                assertClose(outputs.array("weight." + step, manager), weight);
                assertClose(outputs.array("bias." + step, manager), bias);
            }
        }
    }

    @Test
    void sparseGradientsMoveTheTableAsDenseOnesWould() {
        try (NDManager manager = NDManager.newBaseManager();
                Autograd.Scope on = Autograd.recording(true)) {
            float[] values = {0.1f, -0.4f, 0.7f, 0.2f, -0.9f, 0.3f, 0.5f, -0.6f};
            NDArray sparse = table(manager, values);
            NDArray dense = table(manager, values);
            AdamW sparsely = new AdamW(manager, Map.of("table", sparse), Map.of(), SETTINGS);
            AdamW densely = new AdamW(manager, Map.of("table", dense), Map.of(), SETTINGS);
            for (long[] ids : new long[][] {{0, 2, 2}, {3, 0}, {1}}) {
                List<NDArray> rows = gradients(manager, sparse, ids);
                List<NDArray> all =
                        List.of(Autograd.dense(gradients(manager, dense, ids).get(0)));
                assertEquals(densely.step(all, 0.01), sparsely.step(rows, 0.01), 1e-6f);
                assertClose(dense, sparse);
            }
            assertNotEquals(values[0], sparse.toFloatArray()[0]);
        }
    }

    private static NDArray table(NDManager manager, float[] values) {
        NDArray table = manager.create(values, new Shape(4, 2));
        table.setRequiresGradient(true);
        return table;
    }

    private static List<NDArray> gradients(NDManager manager, NDArray table, long[] ids) {
        NDArray picked = Operators.embedding(manager.create(ids), table, -1);
        return Autograd.gradients(manager, picked.mul(picked).sum(), List.of(table));
    }

    private static void assertClose(NDArray expected, NDArray actual) {
        assertArrayEquals(expected.toFloatArray(), actual.toFloatArray(), 1e-5f);
    }
}
