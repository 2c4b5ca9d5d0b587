package dev.jformers;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.SentenceEmbedding.Length;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.head.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what sentence-transformers (Reimers and Gurevych 2019) writes beside a model: a list of modules, and their configs. */
final class SentenceModules {

    private static final String FILE = "modules.json";
    private static final String TRANSFORMER = "Transformer";
    private static final String POOLING = "Pooling";
    private static final String NORMALIZE = "Normalize";

    private static final String MODE = "pooling_mode";
    private static final String SWITCH = MODE + "_";
    private static final String MEAN = "mean";
    private static final String MEAN_SWITCH = SWITCH + "mean_tokens";

    private static final Map<String, Pooling> POOLINGS = Map.of(
            "cls",
            Pooling.FIRST,
            "cls_token",
            Pooling.FIRST,
            MEAN,
            new Pooling.Mean(),
            "mean_tokens",
            new Pooling.Mean(),
            "max",
            new Pooling.Max(),
            "max_tokens",
            new Pooling.Max());

    private SentenceModules() {}

    private record Module(String name, String path) {}

    /**
     * @return nothing where the folder has no {@code modules.json}
     * @throws InvalidInputException if the modules are others, or in another order, than transformer, pooling, perhaps normalize
     */
    static Optional<SentenceEmbedding> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<Module> modules = modules(file);
        List<String> names = modules.stream().map(Module::name).toList();
        boolean normalized = names.equals(List.of(TRANSFORMER, POOLING, NORMALIZE));
        if (!normalized && !names.equals(List.of(TRANSFORMER, POOLING))) {
            throw new InvalidInputException(file + " has the modules " + names + " but must have [Transformer, Pooling]"
                    + " or [Transformer, Pooling, Normalize]; embed texts with sentence-transformers, or choose another"
                    + " model.");
        }
        if (!modules.get(0).path().isEmpty()) {
            throw new InvalidInputException(file + ": the Transformer is in "
                    + modules.get(0).path() + " but must be in the folder itself; move its files there.");
        }
        Pooling pooling = pooling(file, modules.get(1).path());
        return Optional.of(new SentenceEmbedding(pooling, normalized ? Length.ONE : Length.ANY));
    }

    private static List<Module> modules(Path file) throws IOException {
        JsonArray list = StrictJson.readList(file);
        List<Module> modules = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String where = file + ", module " + i;
            if (!(list.get(i) instanceof JsonObject json)) {
                throw new InvalidInputException(where + " is " + list.get(i) + " but must be an object.");
            }
            ConfigJson module = new ConfigJson(where, json);
            String type = module.text("type", "");
            modules.add(new Module(type.substring(type.lastIndexOf('.') + 1), module.text("path", "")));
        }
        return modules;
    }

    private static Pooling pooling(Path modules, String path) throws IOException {
        if (!path.matches("\\w[\\w-]*")) {
            throw new InvalidInputException(
                    modules + ": the path of Pooling is \"" + path + "\" but must be the name of a folder.");
        }
        Path file = modules.resolveSibling(path).resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + " is missing, but " + modules
                    + " says that it tells how texts are pooled; copy it from the model's repository.");
        }
        JsonObject json = StrictJson.read(file);
        ConfigJson config = new ConfigJson(file.toString(), json);
        List<String> modes = modes(json, config);
        if (modes.size() != 1) {
            throw config.problem("the pooling modes are " + modes + " but there must be one: models that join several"
                    + ", or have none, are not supported.");
        }
        return pooling(config, modes.get(0));
    }

    private static Pooling pooling(ConfigJson config, String mode) {
        Pooling pooling = POOLINGS.get(mode);
        if (pooling == null) {
            throw config.problem("the pooling mode is " + mode
                    + " but must be cls, mean or max: models with another one" + " are not supported.");
        }
        return pooling;
    }

    /** Files name the mode, or have a switch for each. */
    private static List<String> modes(JsonObject json, ConfigJson config) {
        if (config.has(MODE)) {
            return config.isList(MODE) ? config.texts(MODE) : List.of(config.text(MODE, MEAN));
        }
        List<String> on = json.keySet().stream()
                .filter(key -> key.startsWith(SWITCH) && config.flag(key, false))
                .map(key -> key.substring(SWITCH.length()))
                .toList();
        return on.isEmpty() && !config.has(MEAN_SWITCH) ? List.of(MEAN) : on;
    }
}
