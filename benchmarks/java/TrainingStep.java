import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.google.gson.JsonObject;
import dev.jformers.ModelDescription;
import dev.jformers.head.SequenceClassification.SequenceClassificationBlock;
import dev.jformers.layer.Pass;
import dev.jformers.model.ModelInput;
import dev.jformers.model.ParameterPaths;
import dev.jformers.model.TokenInput;
import dev.jformers.model.TransformerModel;
import dev.jformers.torch.AdamW;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One fine-tuning step of a 6 x 384 BERT classifier against its floors, each step beside its own floors in the same process:
 * forward and backward against the bare matrix products, the optimizer against the memory's bandwidth.
 *
 * <pre>java -cp "$(cat cli/target/classpath)" benchmarks/java/TrainingStep.java [TEXTS [TOKENS [ROUNDS]]]</pre>
 */
final class TrainingStep {

    private static final int LAYERS = 6;
    private static final int HIDDEN = 384;
    private static final int INNER = 1536;
    private static final int VOCABULARY = 30_522;
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    private final NDManager manager = NDManager.newBaseManager();
    private final TransformerModel model = newModel();
    private final List<NDArray> parameters;
    private final AdamW optimizer;
    private final int texts;
    private final int tokens;
    private final long[] ids;
    private final long[] labels;

    private TrainingStep(int texts, int tokens) {
        this.texts = texts;
        this.tokens = tokens;
        model.initialize(manager, DataType.FLOAT32);
        Map<String, NDArray> weights = new LinkedHashMap<>();
        ParameterPaths.of(model).forEach((path, parameter) -> weights.put(path, parameter.getArray()));
        this.parameters = List.copyOf(weights.values());
        this.optimizer = new AdamW(manager, weights, Map.of(), new AdamW.Settings(0.9, 0.999, 1e-8, 0, 1));
        Random random = new Random(1);
        this.ids = random.longs((long) texts * tokens, 0, VOCABULARY).toArray();
        this.labels = random.longs(texts, 0, LABELS.size()).toArray();
    }

    private static TransformerModel newModel() {
        JsonObject config = new JsonObject();
        config.addProperty("model_type", "bert");
        config.addProperty("vocab_size", VOCABULARY);
        config.addProperty("hidden_size", HIDDEN);
        config.addProperty("num_hidden_layers", LAYERS);
        config.addProperty("num_attention_heads", 12);
        config.addProperty("intermediate_size", INNER);
        config.addProperty("max_position_embeddings", 512);
        ModelDescription model = ModelDescription.of("the benchmark", config).forSequenceClassification(LABELS);
        return new TransformerModel(model.transformer(), model.head());
    }

    public static void main(String[] arguments) {
        int texts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
        int tokens = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 17;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
        Engine.getInstance().setRandomSeed(1);
        new TrainingStep(texts, tokens).run(rounds);
    }

    private void run(int rounds) {
        Products every = new Products(manager, texts * tokens, LAYERS, texts * tokens);
        Products needed = new Products(manager, texts * tokens, LAYERS, texts);
        long values = parameters.stream().mapToLong(NDArray::size).sum();
        Stream stream = new Stream(manager, values);
        // AdamW reads four arrays and writes three; the norm reads the gradients, of which the table's are few.
        double arrays = 7 + 1 - (double) VOCABULARY * HIDDEN / values;
        double[][] times = new double[6][rounds];
        for (int round = 0; round < rounds; round++) {
            step(times, round);
            times[3][round] = time(every::multiply);
            times[4][round] = time(needed::multiply);
            times[5][round] = time(stream::move) / Stream.ARRAYS * arrays;
        }
        print(times);
    }

    private void step(double[][] times, int round) {
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope on = Autograd.recording(true)) {
            long begin = System.nanoTime();
            Pass pass = new Pass(new ParameterStore(manager, false), manager.getDevice(), true);
            ModelInput input = new ModelInput(new TokenInput(scope.create(ids, new Shape(texts, tokens)), null, null));
            SequenceClassificationBlock head = model.head(SequenceClassificationBlock.class);
            NDArray logits = head.logits(pass, model.transformer().encode(pass, input, head.readout()));
            NDArray loss = Operators.crossEntropy(logits, scope.create(labels), -100, 0).div(texts);
            long forward = System.nanoTime();
            List<NDArray> gradients = Autograd.gradients(scope, loss, parameters);
            long backward = System.nanoTime();
            optimizer.step(gradients, 1e-5);
            times[0][round] = (forward - begin) / 1e6;
            times[1][round] = (backward - forward) / 1e6;
            times[2][round] = (System.nanoTime() - backward) / 1e6;
        }
    }

    private void print(double[][] times) {
        double step = median(times[0], times[1], times[2]);
        double passes = median(times[0], times[1]);
        System.out.printf("%d texts x %d tokens, medians in ms%n", texts, tokens);
        System.out.printf("forward %.1f, backward %.1f, together %.1f%n", median(times[0]), median(times[1]), passes);
        System.out.printf(
                "products of all tokens %.1f (ratio %.2f), of the tokens that are read %.1f (ratio %.2f)%n",
                median(times[3]), passes / median(times[3]), median(times[4]), passes / median(times[4]));
        System.out.printf(
                "optimizer %.1f, the bytes of norm and AdamW alone %.1f (ratio %.2f)%n",
                median(times[2]), median(times[5]), median(times[2]) / median(times[5]));
        System.out.printf("examples a second %.1f%n", texts * 1000 / step);
    }

    /** The median over the later rounds of sums; the first rounds warm up. */
    private static double median(double[]... parts) {
        double[] sums = new double[parts[0].length];
        for (double[] part : parts) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += part[i];
            }
        }
        double[] steady = Arrays.copyOfRange(sums, sums.length / 4, sums.length);
        Arrays.sort(steady);
        return steady[steady.length / 2];
    }

    private static double time(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    /** The matrix products of forward and backward, and nothing else. */
    private static final class Products {

        private final NDArray[] in = new NDArray[6];
        private final NDArray[] weight = new NDArray[6];
        private final NDArray[] out = new NDArray[6];
        private final NDArray[][] last = new NDArray[6][2];
        private final int layers;

        /** @param lastRows rows that go through the last layer behind its attention */
        Products(NDManager manager, int rows, int layers, int lastRows) {
            this.layers = layers;
            int[][] sizes = {
                {HIDDEN, HIDDEN}, {HIDDEN, HIDDEN}, {HIDDEN, HIDDEN}, {HIDDEN, HIDDEN}, {HIDDEN, INNER}, {INNER, HIDDEN}
            };
            for (int i = 0; i < sizes.length; i++) {
                in[i] = random(manager, rows, sizes[i][0]);
                weight[i] = random(manager, sizes[i][1], sizes[i][0]);
                out[i] = random(manager, rows, sizes[i][1]);
                int kept = i < 3 ? rows : lastRows;
                last[i][0] = random(manager, kept, sizes[i][0]);
                last[i][1] = random(manager, kept, sizes[i][1]);
            }
        }

        private static NDArray random(NDManager manager, int rows, int columns) {
            return manager.randomNormal(0, 1, new Shape(rows, columns), DataType.FLOAT32);
        }

        void multiply() {
            for (int layer = 0; layer < layers; layer++) {
                for (int i = 0; i < in.length; i++) {
                    boolean isLast = layer == layers - 1;
                    multiply(isLast ? last[i][0] : in[i], weight[i], isLast ? last[i][1] : out[i]);
                }
            }
        }

        private static void multiply(NDArray x, NDArray w, NDArray gradient) {
            try (Autograd.Scope off = Autograd.recording(false);
                    NDArray forward = x.matMul(w.transpose());
                    NDArray ofInput = gradient.matMul(w);
                    NDArray ofWeight = gradient.transpose().matMul(x)) {
                forward.size();
            }
        }
    }

    /** Moves memory, as fast as an in-place addition does. */
    private static final class Stream {

        /** Three additions, each of which reads two arrays and writes one. */
        static final int ARRAYS = 9;

        private final NDArray[] targets = new NDArray[3];
        private final NDArray source;

        Stream(NDManager manager, long values) {
            this.source = manager.ones(new Shape(values), DataType.FLOAT32);
            Arrays.setAll(targets, i -> manager.zeros(new Shape(values), DataType.FLOAT32));
        }

        void move() {
            try (Autograd.Scope off = Autograd.recording(false)) {
                for (NDArray target : targets) {
                    target.addi(source);
                }
            }
        }
    }
}
