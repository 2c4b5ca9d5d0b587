package dev.jformers.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The tensors of one model, over one safetensors file or several. */
final class ShardedTensors {

    private static final String WEIGHT_MAP = "weight_map";

    private final Path source;
    private final Map<String, Safetensors> files;
    private final Map<String, TensorInfo> infos;

    private ShardedTensors(Path source, Map<String, Safetensors> files) {
        this.source = source;
        this.files = files;
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        files.forEach((name, file) -> byName.put(name, file.info(name)));
        this.infos = Collections.unmodifiableMap(byName);
    }

    static ShardedTensors ofFile(Path path) throws IOException {
        Safetensors file = Safetensors.open(path);
        Map<String, Safetensors> files = new LinkedHashMap<>();
        file.tensors().keySet().forEach(name -> files.put(name, file));
        return new ShardedTensors(path, files);
    }

    /** Opens what {@code model.safetensors.index.json} lists: {@code weight_map} from tensor to file. */
    static ShardedTensors ofIndex(Path index) throws IOException {
        Map<String, String> shardOf = weightMap(index);
        Map<String, Safetensors> shards = new TreeMap<>();
        for (String shard : shardOf.values()) {
            if (!shards.containsKey(shard)) {
                shards.put(shard, openShard(index, shard));
            }
        }
        shardOf.forEach((name, shard) -> requireTensor(index, name, Objects.requireNonNull(shards.get(shard))));
        Map<String, Safetensors> files = new LinkedHashMap<>();
        shards.forEach((shardName, shard) -> shard.tensors().keySet().stream()
                .filter(name -> shardName.equals(shardOf.get(name)))
                .forEach(name -> files.put(name, shard)));
        return new ShardedTensors(index, files);
    }

    Map<String, TensorInfo> infos() {
        return infos;
    }

    Safetensors fileOf(String name) {
        Safetensors file = files.get(name);
        if (file == null) {
            throw new InvalidInputException(
                    source + " has no tensor " + name + "; it has " + NearNames.describe(name, files.keySet()));
        }
        return file;
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        JsonObject json = StrictJson.read(index);
        JsonElement map = json.get(WEIGHT_MAP);
        if (map == null || !map.isJsonObject()) {
            throw new InvalidInputException(index + ": " + WEIGHT_MAP + " must be an object of tensor names and files");
        }
        Map<String, String> shardOf = new LinkedHashMap<>();
        map.getAsJsonObject().asMap().forEach((name, file) -> {
            if (!file.isJsonPrimitive() || !file.getAsString().matches("[^/\\\\:]+\\.safetensors")) {
                throw new InvalidInputException(index + ": " + WEIGHT_MAP + "." + name + " is " + file
                        + " but must be the name of a .safetensors file in the same folder");
            }
            shardOf.put(name, file.getAsString());
        });
        return shardOf;
    }

    private static Safetensors openShard(Path index, String shard) throws IOException {
        Path file = index.resolveSibling(shard);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(index + " names the shard " + shard + ", which is not there; copy it to "
                    + file.toAbsolutePath().getParent());
        }
        return Safetensors.open(file);
    }

    private static void requireTensor(Path index, String name, Safetensors shard) {
        if (!shard.tensors().containsKey(name)) {
            throw new InvalidInputException(index + " says that tensor " + name + " is in "
                    + shard.file().getFileName() + ", but it is not");
        }
    }
}
