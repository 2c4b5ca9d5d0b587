package dev.jformers.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PackedLinearTest {

    private final NDManager manager = Torch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** Errors in shares of the largest output. */
    @ParameterizedTest
    @CsvSource({"BAGS, 1e-6", "BYTE_BAGS, 1e-2", "REORDERED, 1e-6", "FLOAT16, 1e-3", "INT8, 2e-2"})
    void productsAreAsExactAsTheFormPromises(PackedLinear.Form form, double error) {
        NDArray weight = manager.randomNormal(new Shape(790, 130));
        NDArray bias = manager.randomNormal(new Shape(790));
        for (long rows : form.takesOneRow() ? new long[] {1} : new long[] {1, 3, 128}) {
            NDArray x = manager.randomNormal(new Shape(1, rows, 130));
            NDArray expected = ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
            try (PackedLinear packed = PackedLinear.of(List.of(weight), List.of(bias), form)) {
                NDArray actual = packed.apply(x);
                assertEquals(expected.getShape(), actual.getShape());
                double largest = expected.abs().max().getFloat();
                assertTrue(
                        actual.sub(expected).abs().max().getFloat() <= error * largest, form + ", " + rows + " rows");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PackedLinear.Form.class)
    void valuesOfOneRowMayLieApart(PackedLinear.Form form) {
        NDArray column = manager.randomNormal(new Shape(16, 3, 1, 1)).get(":, 1");
        NDArray row = column.transpose(1, 2, 0);
        try (PackedLinear packed = PackedLinear.of(List.of(manager.randomNormal(new Shape(24, 16))), List.of(), form)) {
            float[] expected = packed.apply(row.duplicate().reshape(1, 16)).toFloatArray();
            NDArray product = packed.apply(row);
            assertEquals(new Shape(1, 1, 24), product.getShape());
            assertArrayEquals(expected, product.toFloatArray(), 1e-5f);
        }
    }

    @ParameterizedTest
    @EnumSource(PackedLinear.Form.class)
    void severalMapsOfOneInputEqualEachAlone(PackedLinear.Form form) {
        NDArray x = manager.randomNormal(new Shape(1, form.takesOneRow() ? 1 : 6, 16));
        NDArray first = manager.randomNormal(new Shape(8, 16));
        NDArray second = manager.randomNormal(new Shape(24, 16));
        try (PackedLinear both = PackedLinear.of(List.of(first, second), List.of(), form);
                PackedLinear one = PackedLinear.of(List.of(first), List.of(), form);
                PackedLinear other = PackedLinear.of(List.of(second), List.of(), form)) {
            List<NDArray> outputs = both.applyAll(x);
            float error = form == PackedLinear.Form.BYTE_BAGS
                    ? 0.3f
                    : 1e-5f; // of values up to 15: a scale may be that of both
            assertArrayEquals(one.apply(x).toFloatArray(), outputs.get(0).toFloatArray(), error);
            assertArrayEquals(other.apply(x).toFloatArray(), outputs.get(1).toFloatArray(), error);
        }
    }

    @Test
    void weightsOfZerosGiveZeros() {
        NDArray x = manager.ones(new Shape(1, 16));
        try (PackedLinear packed =
                PackedLinear.of(List.of(manager.zeros(new Shape(8, 16))), List.of(), PackedLinear.Form.INT8)) {
            assertArrayEquals(new float[8], packed.apply(x).toFloatArray());
        }
    }

    @Test
    void noRowsGiveNoRows() {
        NDArray weight = manager.ones(new Shape(8, 16));
        for (PackedLinear.Form form : PackedLinear.Form.values()) {
            if (!form.takesOneRow()) {
                try (PackedLinear packed = PackedLinear.of(List.of(weight), List.of(), form)) {
                    assertEquals(
                            new Shape(0, 8),
                            packed.apply(manager.zeros(new Shape(0, 16))).getShape());
                }
            }
        }
    }

    @Test
    void severalRowsAreRefusedByAFormForOne() {
        try (PackedLinear packed =
                PackedLinear.of(List.of(manager.ones(new Shape(8, 16))), List.of(), PackedLinear.Form.BAGS)) {
            NDArray x = manager.zeros(new Shape(2, 16));
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> packed.apply(x));
            assertEquals("(2, 16) has several rows, but BAGS is for one", refused.getMessage());
        }
    }
}
