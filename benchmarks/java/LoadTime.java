import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.checkpoint.HuggingFaceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How long a model takes to load, beside a plain read of its file: to run (the weights are mapped, and read here once to be fair) and
 * to train (the weights are copied). All in one process, the file in the page cache, medians of some rounds in turns.
 *
 * <pre>java -cp "$(cat cli/target/classpath)" benchmarks/java/LoadTime.java MODEL_FOLDER [ROUNDS]</pre>
 *
 * A folder of 500 MB: {@code jformers new --family gpt2 --architecture GPT2LMHeadModel --set vocab_size=50257 ... --output FOLDER}.
 */
final class LoadTime {

    private LoadTime() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        Path file = folder.resolve("model.safetensors");
        long[][] nanos = new long[4][rounds];
        for (int round = -1; round < rounds; round++) { // the first round is not counted
            long[] times = {
                timed(() -> read(file)),
                timed(() -> load(folder, Use.INFERENCE, false)),
                timed(() -> load(folder, Use.INFERENCE, true)),
                timed(() -> load(folder, Use.TRAINING, false))
            };
            for (int i = 0; i < times.length && round >= 0; i++) {
                nanos[i][round] = times[i];
            }
        }
        String[] names = {"plain read", "load to run", "load to run, weights read once", "load to train"};
        System.out.printf("%,d bytes%n", Files.size(file));
        for (int i = 0; i < names.length; i++) {
            Arrays.sort(nanos[i]);
            double median = nanos[i][rounds / 2] / 1e6;
            System.out.printf(
                    "%-32s %7.0f ms  %5.2f plain reads%n", names[i], median, median * 1e6 / nanos[0][rounds / 2]);
        }
    }

    private static long timed(LongSupplier work) {
        long start = System.nanoTime();
        if (work.getAsLong() == Long.MIN_VALUE) {
            throw new AssertionError();
        }
        return System.nanoTime() - start;
    }

    private static long read(Path file) {
        byte[] buffer = new byte[1 << 20];
        long sum = 0;
        try (InputStream stream = Files.newInputStream(file)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                sum += count + buffer[0];
            }
            return sum;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long load(Path folder, Use use, boolean touch) {
        try {
            HuggingFaceFolder files = HuggingFaceFolder.open(folder);
            try (PretrainedModel model = PretrainedModel.load(files, ModelDescription.of(files), use, Device.cpu())) {
                float sum = 0;
                for (NDArray weight : touch ? model.weights().values() : List.<NDArray>of()) {
                    try (NDArray all = weight.sum()) {
                        sum += all.getFloat();
                    }
                }
                return Float.floatToIntBits(sum);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
