import ai.djl.Device;
import dev.jformers.CachedReader;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * How fast a decoder reads a prompt and writes behind it: one pass over 32 tokens, then one token at a time, greedy, through the cache.
 *
 * <pre>java -cp "$(cat cli/target/classpath)" benchmarks/java/Decoding.java MODEL_FOLDER [BATCH [NEW_TOKENS [ROUNDS [PRECISION]]]]</pre>
 */
final class Decoding {

    private static final int PROMPT = 32;

    /** Rounds before any is counted: the JVM compiles what runs often. */
    private static final int WARM_UP = 20;

    private Decoding() {}

    public static void main(String[] arguments) throws IOException {
        int batch = argument(arguments, 1, 1);
        int tokens = argument(arguments, 2, 64);
        int rounds = argument(arguments, 3, 5);
        double[] prefill = new double[rounds];
        double[] speed = new double[rounds];
        try (PretrainedModel model = load(Path.of(arguments[0]), arguments.length > 4 ? arguments[4] : "")) {
            for (int round = -WARM_UP; round < rounds; round++) {
                try (CachedReader reader = CachedReader.ofDecoder(model, new int[batch], PROMPT + tokens)) {
                    long start = System.nanoTime();
                    float[][] logits = reader.read(prompts(batch, reader.vocabularySize()));
                    long read = System.nanoTime();
                    for (int i = 0; i < tokens; i++) {
                        logits = reader.read(best(logits));
                    }
                    if (round >= 0) {
                        prefill[round] = (read - start) / 1e6;
                        speed[round] = batch * tokens / ((System.nanoTime() - read) / 1e9);
                    }
                }
            }
        }
        Arrays.sort(prefill);
        Arrays.sort(speed);
        System.out.printf(
                "batch %d: prefill of %d tokens %.0f ms, then %.1f tokens a second (medians of %d)%n",
                batch, PROMPT, prefill[rounds / 2], speed[rounds / 2], rounds);
    }

    private static PretrainedModel load(Path folder, String precision) throws IOException {
        PretrainedModel model = PretrainedModel.load(folder, Device.cpu());
        return precision.isEmpty() ? model : model.with(Precision.valueOf(precision));
    }

    private static int argument(String[] arguments, int place, int absent) {
        return arguments.length > place ? Integer.parseInt(arguments[place]) : absent;
    }

    private static int[][] prompts(int batch, int vocabulary) {
        Random random = new Random(1);
        return random.ints(batch)
                .mapToObj(row -> random.ints(PROMPT, 0, vocabulary).toArray())
                .toArray(int[][]::new);
    }

    private static int[][] best(float[][] logits) {
        int[][] tokens = new int[logits.length][1];
        for (int row = 0; row < logits.length; row++) {
            for (int id = 1; id < logits[row].length; id++) {
                tokens[row][0] = logits[row][id] > logits[row][tokens[row][0]] ? id : tokens[row][0];
            }
        }
        return tokens;
    }
}
