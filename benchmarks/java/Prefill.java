import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.CachedReader;
import dev.jformers.PretrainedModel;
import dev.jformers.attention.Attention;
import dev.jformers.layer.Precision;
import dev.jformers.model.LayerConfig;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How long a decoder takes to read a prompt, beside bare products of the same shapes, in turns: those of its linear maps, and those of
 * queries with keys and of weights with values, whole squares. The ratios of each pair, and their medians.
 *
 * <pre>java -cp "$(cat cli/target/classpath)" benchmarks/java/Prefill.java MODEL_FOLDER [TOKENS [ROUNDS]]</pre>
 */
final class Prefill {

    private Prefill() {}

    public static void main(String[] arguments) throws IOException {
        int tokens = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 128;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        try (PretrainedModel weights = PretrainedModel.load(Path.of(arguments[0]), Device.cpu());
                PretrainedModel model = weights.with(Precision.FLOAT32);
                Autograd.Scope off = Autograd.recording(false)) {
            List<NDArray> maps = model.weights().entrySet().stream()
                    .filter(Prefill::isLinearMap)
                    .map(Map.Entry::getValue)
                    .toList();
            double[] passes = new double[rounds];
            double[] products = new double[rounds];
            double[] ratios = new double[rounds];
            double[] wholeRatios = new double[rounds];
            for (int round = -2; round < rounds; round++) { // the first two are not counted
                double pass = pass(model, tokens);
                double bare = bare(model, maps, tokens);
                double attention = attention(model, tokens);
                if (round >= 0) {
                    passes[round] = pass;
                    products[round] = bare;
                    ratios[round] = pass / bare;
                    wholeRatios[round] = pass / (bare + attention);
                }
            }
            System.out.printf(
                    "%d tokens: %.1f ms, products of linear maps %.1f ms, ratio %.2f, with those of attention %.2f (medians of %d)%n",
                    tokens, median(passes), median(products), median(ratios), median(wholeRatios), rounds);
        }
    }

    private static boolean isLinearMap(Map.Entry<String, NDArray> weight) {
        return weight.getValue().getShape().dimension() == 2
                && !weight.getKey().contains("word")
                && !weight.getKey().contains("position");
    }

    private static double pass(PretrainedModel model, int tokens) {
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[1], tokens)) {
            int[][] prompt = {new Random(1).ints(tokens, 0, reader.vocabularySize()).toArray()};
            long start = System.nanoTime();
            reader.read(prompt);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /** All linear maps for all tokens, and the word embeddings for the last one, whose logits are read. */
    private static double bare(PretrainedModel model, List<NDArray> weights, int tokens) {
        NDArray words = model.block().transformer().wordEmbeddings().weight().getArray();
        try (NDManager manager = model.manager().newSubManager()) {
            Map<Long, NDArray> inputs = new HashMap<>();
            weights.forEach(weight -> inputs.computeIfAbsent(
                    weight.getShape().get(1), in -> manager.randomNormal(new Shape(tokens, in))));
            NDArray last = manager.randomNormal(new Shape(1, words.getShape().get(1)));
            long start = System.nanoTime();
            for (NDArray weight : weights) {
                ai.djl.nn.core.Linear.linear(inputs.get(weight.getShape().get(1)), weight, null);
            }
            float[] logits = ai.djl.nn.core.Linear.linear(last, words, null).singletonOrThrow().toFloatArray();
            return logits.length == 0 ? 0 : (System.nanoTime() - start) / 1e6;
        }
    }

    private static double attention(PretrainedModel model, int tokens) {
        try (NDManager manager = model.manager().newSubManager()) {
            double milliseconds = 0;
            for (LayerConfig layer : model.description().transformer().stacks().last().layers()) {
                Attention attention = layer.attention();
                long size = attention.states(tokens).get(0).get(3);
                NDArray queries = manager.randomNormal(new Shape(attention.heads(), tokens, size));
                NDArray keys = manager.randomNormal(new Shape(attention.heads(), size, tokens));
                NDArray weights = manager.randomNormal(new Shape(attention.heads(), tokens, tokens));
                long start = System.nanoTime();
                queries.matMul(keys);
                weights.matMul(queries);
                milliseconds += (System.nanoTime() - start) / 1e6;
            }
            return milliseconds;
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
