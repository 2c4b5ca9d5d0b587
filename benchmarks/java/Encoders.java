import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.Precision;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * How long an encoder takes to read texts, by its weights as they are and by packed ones, which is how services read. The counterpart is
 * benchmarks/huggingface/encoders.py.
 *
 * <pre>java -cp "$(cat cli/target/classpath)" benchmarks/java/Encoders.java MODEL_FOLDER [ROUNDS]</pre>
 */
final class Encoders {

    /** Passes before any is counted: the JVM compiles what runs often. */
    private static final int WARM_UP = 300;

    private static final int[][] SHAPES = {{1, 16}, {1, 64}, {1, 128}, {8, 32}, {16, 64}};

    private Encoders() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        try (PretrainedModel weights = PretrainedModel.load(Path.of(arguments[0]), Device.cpu());
                PretrainedModel packed = weights.with(Precision.FLOAT32)) {
            for (int pass = 0; pass < WARM_UP; pass++) {
                milliseconds(weights, SHAPES[0], pass);
                milliseconds(packed, SHAPES[0], pass);
            }
            for (int[] shape : SHAPES) {
                double[] plain = new double[rounds];
                double[] fast = new double[rounds];
                for (int round = -2; round < rounds; round++) { // the first two are not counted
                    double one = milliseconds(weights, shape, round);
                    double other = milliseconds(packed, shape, round);
                    if (round >= 0) {
                        plain[round] = one;
                        fast[round] = other;
                    }
                }
                System.out.printf(
                        "%2d texts of %3d tokens: %.1f ms, by packed weights %.1f ms (medians of %d)%n",
                        shape[0], shape[1], median(plain), median(fast), rounds);
            }
        }
    }

    private static double milliseconds(PretrainedModel model, int[] shape, int seed) {
        long vocabulary = model.description().transformer().vocabularySize();
        long[] ids = new Random(seed).longs((long) shape[0] * shape[1], 0, vocabulary).toArray();
        long start = System.nanoTime();
        try (NDManager manager = model.manager().newSubManager()) {
            TokenInput texts = new TokenInput(manager.create(ids, new Shape(shape[0], shape[1])), null, null);
            model.run(new ModelInput(texts), null).get(0).toFloatArray();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
