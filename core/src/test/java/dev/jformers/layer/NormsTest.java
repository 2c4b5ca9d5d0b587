package dev.jformers.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Norms whose formula libtorch has not, against that formula in double precision and its finite differences. */
class NormsTest {

    private static final int HIDDEN = 4;

    /** A vector as activations are, a long one, one shorter than any epsilon, and nothing. */
    private static final double[][] ROWS = {
        {0.3, -1.2, 0.7, 2.1}, {30, -50, 20, 10}, {1e-3, -2e-3, 0, 1e-3}, {0, 0, 0, 0},
    };

    private static final double[] WEIGHTS = {0.5, -1.5, 2, 0.8};

    /** What a norm makes of a vector, by its paper. */
    @FunctionalInterface
    private interface Formula {

        /**
         * @param parameters of the norm, in its order, one behind the other
         */
        double[] apply(double[] x, double[] parameters);
    }

    private enum Case {
        SCALE(new ScaleNorm(0.01), NormsTest::scaled, 1.7),
        FIX(new FixNorm(3, 0.01), (x, parameters) -> times(x, 3 / length(x)), new double[0]),
        CAPSULE(new CapsuleNorm(0.01), NormsTest::squashed, new double[0]),
        DYNAMIC_TANH(new DynamicTanh(0.5), NormsTest::bent, 0.6, 1, -2, 0.5, 3, 0.1, 0.2, -0.3, 0);

        private final Norm norm;
        private final Formula formula;
        private final double[] parameters;

        Case(Norm norm, Formula formula, double... parameters) {
            this.norm = norm;
            this.formula = formula;
            this.parameters = parameters;
        }
    }

    private static double[] scaled(double[] x, double[] parameters) {
        return times(x, parameters[0] / length(x));
    }

    private static double[] squashed(double[] x, double[] parameters) {
        double length = length(x);
        return times(x, length * length / (1 + length * length) / length);
    }

    private static double[] bent(double[] x, double[] parameters) {
        double[] bent = new double[HIDDEN];
        for (int i = 0; i < HIDDEN; i++) {
            bent[i] = parameters[1 + i] * Math.tanh(parameters[0] * x[i]) + parameters[1 + HIDDEN + i];
        }
        return bent;
    }

    private static double length(double[] x) {
        return Math.max(
                0.01, Math.sqrt(Arrays.stream(x).map(value -> value * value).sum()));
    }

    private static double[] times(double[] x, double factor) {
        return Arrays.stream(x).map(value -> value * factor).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreThoseOfTheFormula(Case norm) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NormBlock block = block(norm, manager);
            float[] values = block.normalize(pass(manager), rows(manager)).toFloatArray();
            for (int row = 0; row < ROWS.length; row++) {
                assertNear(
                        norm.formula.apply(ROWS[row], norm.parameters),
                        Arrays.copyOfRange(values, row * HIDDEN, (row + 1) * HIDDEN));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreThoseOfTheFormula(Case norm) {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Autograd.Scope on = Autograd.recording(true)) {
            NormBlock block = block(norm, manager);
            NDArray x = rows(manager);
            List<NDArray> inputs = new ArrayList<>(List.of(x));
            block.getParameters().forEach(pair -> inputs.add(pair.getValue().getArray()));
            inputs.forEach(input -> input.setRequiresGradient(true));
            NDArray loss = block.normalize(pass(manager), x)
                    .mul(manager.create(WEIGHTS).toType(DataType.FLOAT32, false))
                    .sum();
            List<NDArray> gradients = Autograd.gradients(manager, loss, inputs);
            assertNear(
                    ofRows(norm), gradients.get(0).reshape(ROWS.length * HIDDEN).toFloatArray());
            float[] own = join(gradients.subList(1, gradients.size()));
            assertNear(
                    differences(
                            norm.parameters,
                            parameters -> Arrays.stream(ROWS)
                                    .mapToDouble(row -> weighted(norm.formula.apply(row, parameters)))
                                    .sum()),
                    own);
        }
    }

    @ParameterizedTest
    @EnumSource
    void parametersStartAsThePaperSays(Case norm) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NormBlock block = norm.norm.newBlock(HIDDEN);
            block.initialize(manager, DataType.FLOAT32, new Shape(1));
            List<NDArray> arrays = new ArrayList<>();
            block.getParameters().forEach(pair -> arrays.add(pair.getValue().getArray()));
            double[] expected = switch (norm) {
                case SCALE -> new double[] {Math.sqrt(HIDDEN)};
                case DYNAMIC_TANH -> new double[] {0.5, 1, 1, 1, 1, 0, 0, 0, 0};
                case FIX, CAPSULE -> new double[0];
            };
            assertNear(expected, join(arrays));
        }
    }

    private static double[] ofRows(Case norm) {
        double[] gradients = new double[ROWS.length * HIDDEN];
        for (int row = 0; row < ROWS.length; row++) {
            double[] one = differences(ROWS[row], x -> weighted(norm.formula.apply(x, norm.parameters)));
            System.arraycopy(one, 0, gradients, row * HIDDEN, HIDDEN);
        }
        return gradients;
    }

    private static double[] differences(double[] at, java.util.function.ToDoubleFunction<double[]> function) {
        double step = 1e-6;
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double[] moved = at.clone();
            moved[i] = at[i] + step;
            double above = function.applyAsDouble(moved);
            moved[i] = at[i] - step;
            gradient[i] = (above - function.applyAsDouble(moved)) / (2 * step);
        }
        return gradient;
    }

    private static double weighted(double[] values) {
        double sum = 0;
        for (int i = 0; i < HIDDEN; i++) {
            sum += WEIGHTS[i] * values[i];
        }
        return sum;
    }

    private static NormBlock block(Case norm, NDManager manager) {
        NormBlock block = norm.norm.newBlock(HIDDEN);
        block.initialize(manager, DataType.FLOAT32, new Shape(1));
        int from = 0;
        for (NDArray array : block.getParameters().values().stream()
                .map(parameter -> parameter.getArray())
                .toList()) {
            int size = Math.toIntExact(array.size());
            array.set(floats(Arrays.copyOfRange(norm.parameters, from, from + size)));
            from += size;
        }
        assertEquals(norm.parameters.length, from);
        return block;
    }

    private static NDArray rows(NDManager manager) {
        return manager.create(floats(
                        Arrays.stream(ROWS).flatMapToDouble(Arrays::stream).toArray()))
                .reshape(2, ROWS.length / 2, HIDDEN);
    }

    private static Pass pass(NDManager manager) {
        return new Pass(new ParameterStore(manager, false), Device.cpu(), true);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static float[] join(List<NDArray> arrays) {
        int size = Math.toIntExact(arrays.stream().mapToLong(NDArray::size).sum());
        float[] joined = new float[size];
        int from = 0;
        for (NDArray array : arrays) {
            System.arraycopy(array.toFloatArray(), 0, joined, from, (int) array.size());
            from += (int) array.size();
        }
        return joined;
    }

    private static void assertNear(double[] expected, float[] actual) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertArrayEquals(floats(expected), actual, (float) (2e-6 * Math.max(1, largest)));
    }
}
