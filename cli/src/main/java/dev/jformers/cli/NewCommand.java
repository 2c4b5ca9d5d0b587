package dev.jformers.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model whose weights nobody has trained yet. */
@Command(
        name = "new",
        header = "Make the folder of a model with random weights.",
        description =
                "Writes config.json and model.safetensors. Weights are drawn as the family's reference draws them;"
                        + " biases start at 0, norms at 1.")
final class NewCommand implements Callable<Integer> {

    private static final String ARCHITECTURES = "architectures";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A key of config.json and its value, such as --set hidden_size=128; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            description =
                    "What the model is for, such as BertForMaskedLM; by default what the config says, or no head.")
    private @Nullable String architecture;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "The model folder to write.")
    private Path output = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed draws the same weights; default: ${DEFAULT-VALUE}.")
    private int seed = 42;

    @Mixin
    private OutputTarget target = new OutputTarget();

    /** Where the config comes from. */
    private static final class Source {

        @Parameters(paramLabel = "CONFIG", description = "A config.json, as Hugging Face has it.")
        private @Nullable Path config;

        @Option(
                names = "--family",
                paramLabel = "NAME",
                description = "The model_type of a config that is made of --set alone, such as bert.")
        private @Nullable String family;

        String name() {
            return config == null ? "--family and --set" : config.toString();
        }

        JsonObject read() throws IOException {
            if (config != null) {
                return StrictJson.read(config);
            }
            JsonObject json = new JsonObject();
            json.addProperty("model_type", family);
            return json;
        }
    }

    @Override
    public Integer call() throws IOException {
        target.checkFolder(output);
        ModelDescription description = describe();
        Torch.engine().setRandomSeed(seed);
        try (PretrainedModel model = PretrainedModel.random(description, Use.INFERENCE, Device.cpu())) {
            target.write(output, model.files());
            print(model);
        }
        return ExitCodes.OK;
    }

    private ModelDescription describe() throws IOException {
        JsonObject config = source.read();
        settings.forEach((key, value) -> config.add(key, JsonText.value(value)));
        if (architecture != null) {
            put(config, architecture);
        }
        ModelDescription description = ModelDescription.of(source.name(), config);
        requireKnownKeys(config);
        if (!config.has(ARCHITECTURES)) {
            put(config, description.family().architectures().get(0).name());
        }
        return description;
    }

    private void requireKnownKeys(JsonObject config) {
        String problems = ModelDescription.unknownKeys(source.name(), config).entrySet().stream()
                .map(problem -> source.name() + ": " + problem.getKey() + " " + problem.getValue())
                .collect(Collectors.joining("\n"));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private static void put(JsonObject config, String name) {
        JsonArray names = new JsonArray();
        names.add(name);
        config.add(ARCHITECTURES, names);
    }

    private void print(PretrainedModel model) {
        Facts facts = new Facts("Wrote " + output);
        ModelFacts.addTo(facts, model.description());
        long parameters =
                model.weights().values().stream().mapToLong(NDArray::size).sum();
        facts.add("weights", Amounts.of(parameters, "parameter") + ", random");
        facts.print(spec.commandLine().getOut());
    }
}
