import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.ModelDescription;
import dev.jformers.layer.Pass;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.model.Trace;
import dev.jformers.model.TransformerModel;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The memory that one forward pass of two layers takes at its peak, by length, for each kind of mask: each figure from a process
 * of its own, which Linux tells.
 *
 * <pre>java -cp "$(cat cli/target/classpath)" benchmarks/java/AttentionMemory.java [CASE ...]</pre>
 */
final class AttentionMemory {

    private static final int[] LENGTHS = {512, 1024, 2048, 4096, 8192};
    private static final int WARM_UP = 256;
    private static final int VOCABULARY = 100;
    private static final String SIZES = """
            "vocab_size": 100, "hidden_size": 256, "num_hidden_layers": 2, "num_attention_heads": 4,
            "intermediate_size": 1024, "max_position_embeddings": 8192, "num_key_value_heads": 4""";
    private static final String ENCODER = "{\"model_type\": \"bert\", \"architectures\": [\"BertModel\"], " + SIZES + "}";
    private static final String DECODER = "{\"model_type\": \"llama\", " + SIZES + "}";
    private static final String ALIBI = "{\"model_type\": \"bloom\", \"n_layer\": 2, \"n_head\": 4, " + SIZES + "}";
    private static final String BUCKETS = """
            {"model_type": "t5", "architectures": ["T5EncoderModel"], "vocab_size": 100, "d_model": 256, "d_kv": 64,
            "d_ff": 1024, "num_layers": 2, "num_heads": 4, "relative_attention_num_buckets": 32}""";

    /** What is measured. */
    private enum Case {
        FULL("no mask", ENCODER),
        FULL_PADDED("padding", ENCODER),
        CAUSAL("causal", DECODER),
        CAUSAL_PADDED("causal, padding", DECODER),
        CAUSAL_GRADIENTS("causal, with gradients", DECODER),
        ALIBI_PADDED("causal, ALiBi, padding", ALIBI),
        PREFIX("causal with a prefix", DECODER),
        DOCUMENTS("causal within documents", DECODER),
        BUCKETS_PADDED("T5's biases, padding", BUCKETS),
        WEIGHTS("attention weights asked for", ENCODER);

        private final String title;
        private final String config;

        Case(String title, String config) {
            this.title = title;
            this.config = config;
        }

        private boolean isPadded() {
            return name().endsWith("_PADDED");
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2 && arguments[1].matches("\\d+")) {
            System.out.println(measure(Case.valueOf(arguments[0]), Integer.parseInt(arguments[1])));
            return;
        }
        System.out.println("| MiB at its peak, by tokens | 512 | 1024 | 2048 | 4096 | 8192 |\n|---|---|---|---|---|---|");
        for (Case each : arguments.length == 0 ? List.of(Case.values()) : cases(arguments)) {
            List<String> row = new ArrayList<>();
            for (int length : LENGTHS) {
                row.add(inOwnProcess(each, length));
            }
            System.out.println("| " + each.title + " | " + String.join(" | ", row) + " |");
        }
    }

    private static List<Case> cases(String[] names) {
        return Arrays.stream(names).map(Case::valueOf).toList();
    }

    private static String inOwnProcess(Case what, int length) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "benchmarks/java/AttentionMemory.java",
                        what.name(),
                        Integer.toString(length))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        int code = process.waitFor();
        return code == 0 ? output.substring(output.lastIndexOf('\n') + 1) : "failed with " + code;
    }

    /** MiB above what the process held before. */
    private static String measure(Case what, int length) throws IOException {
        JsonObject config = JsonParser.parseString(what.config).getAsJsonObject();
        ModelDescription description = ModelDescription.of("the benchmark", config).withDropout(0);
        TransformerModel model = new TransformerModel(description.transformer(), description.head());
        try (NDManager manager = NDManager.newBaseManager()) {
            model.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
            model.freezeParameters(what != Case.CAUSAL_GRADIENTS);
            run(what, model, manager, WARM_UP);
            run(what, model, manager, WARM_UP);
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            long before = kibibytes("VmRSS:");
            run(what, model, manager, length);
            return String.format(Locale.ROOT, "%.0f", (kibibytes("VmHWM:") - before) / 1024.0);
        }
    }

    private static void run(Case what, TransformerModel model, NDManager manager, int length) {
        boolean learns = what == Case.CAUSAL_GRADIENTS;
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope recording = Autograd.recording(learns)) {
            Pass pass = new Pass(new ParameterStore(manager, false), manager.getDevice(), false);
            Trace trace = what == Case.WEIGHTS ? new Trace() : null;
            NDArray output = model.run(pass, new ModelInput(tokens(what, scope, length)), trace).head();
            if (learns) {
                List<NDArray> weights = new ArrayList<>();
                model.getParameters().values().forEach(parameter -> weights.add(parameter.getArray()));
                Autograd.gradients(scope, output.square().sum(), weights);
            }
            output.sum().getFloat();
        }
    }

    private static TokenInput tokens(Case what, NDManager manager, int length) {
        Shape shape = new Shape(1, length);
        NDArray ids = manager.arange(0, length, 1, DataType.INT64).mod(VOCABULARY).reshape(shape);
        NDArray places = manager.arange(0, length, 1, DataType.INT64).reshape(shape);
        NDArray mask = what.isPadded() ? places.gt(length / 8).toType(DataType.INT64, false) : null;
        NDArray documents = what == Case.DOCUMENTS ? places.gt(length / 2).toType(DataType.INT64, false) : null;
        NDArray prefix = what == Case.PREFIX ? manager.create(new long[] {length / 4}) : null;
        return new TokenInput(ids, null, mask, null, documents, prefix);
    }

    private static long kibibytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
