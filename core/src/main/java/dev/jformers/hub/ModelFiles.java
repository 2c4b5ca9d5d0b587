package dev.jformers.hub;

import com.google.gson.JsonElement;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which files of a repository make up the model. */
final class ModelFiles {

    static final String CONFIG = "config.json";

    private static final String INDEX = ".index.json";

    /** The best first: .bin only where there is no safetensors. */
    private static final List<String> WEIGHTS =
            List.of("model.safetensors", "model.safetensors" + INDEX, "pytorch_model.bin", "pytorch_model.bin" + INDEX);

    private ModelFiles() {}

    /** All that may be wanted besides weights, whether the repository has it or not. */
    static List<String> besidesWeights() {
        List<String> names = new ArrayList<>(List.of(CONFIG, "generation_config.json"));
        names.addAll(HuggingFaceFolder.TOKENIZER_FILES);
        names.addAll(HuggingFaceFolder.SENTENCE_FILES);
        return names;
    }

    /** The file that holds the weights, or that says which files do. */
    static Optional<String> weights(Predicate<String> exists) {
        return WEIGHTS.stream().filter(exists).findFirst();
    }

    static List<String> weightNames() {
        return WEIGHTS;
    }

    static boolean isIndex(String weights) {
        return weights.endsWith(INDEX);
    }

    /**
     * The files that an index names.
     *
     * @throws InvalidInputException if it is no index, or names files elsewhere
     */
    static Set<String> shards(Path index) throws IOException {
        JsonElement map = StrictJson.read(index).get("weight_map");
        if (map == null || !map.isJsonObject() || map.getAsJsonObject().isEmpty()) {
            throw new InvalidInputException(index + " has no \"weight_map\" of tensors to files.");
        }
        Set<String> shards = new LinkedHashSet<>();
        for (JsonElement file : map.getAsJsonObject().asMap().values()) {
            if (!file.isJsonPrimitive() || !file.getAsJsonPrimitive().isString()) {
                throw new InvalidInputException(
                        index + ": \"weight_map\" must name a file for each tensor, not " + file);
            }
            shards.add(FileNames.require(file.getAsString(), index.toString()));
        }
        return shards;
    }

    /** The first file that a folder lacks to be a model; weights come last, so that with them all is there. */
    static Optional<String> missing(Path folder) throws IOException {
        Predicate<String> exists = name -> Files.isRegularFile(folder.resolve(name));
        Optional<String> weights = weights(exists);
        if (!exists.test(CONFIG) || weights.isEmpty()) {
            return Optional.of(exists.test(CONFIG) ? WEIGHTS.get(0) : CONFIG);
        }
        Set<String> shards = isIndex(weights.get()) ? shards(folder.resolve(weights.get())) : Set.of();
        return shards.stream().filter(exists.negate()).findFirst();
    }
}
