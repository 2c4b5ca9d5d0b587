package dev.jformers.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The tensors of one model over several files, as {@code weight_map} of an index file lists them. */
final class ShardIndex {

    private static final String WEIGHT_MAP = "weight_map";

    private final Path index;
    private final WeightFormat format;

    ShardIndex(Path index, WeightFormat format) {
        this.index = index;
        this.format = format;
    }

    /** Opens all shards; the tensors come in the order of the shards' names, and in a shard in the order of the file. */
    NamedTensors open() throws IOException {
        Map<String, String> shardOf = weightMap();
        Map<String, NamedTensors> shards = new TreeMap<>();
        for (String shard : shardOf.values()) {
            if (!shards.containsKey(shard)) {
                shards.put(shard, openShard(shard));
            }
        }
        shardOf.forEach((name, shard) -> requireTensor(name, shard, Objects.requireNonNull(shards.get(shard))));
        List<StoredTensor> tensors = new ArrayList<>();
        shards.forEach((shardName, shard) -> shard.tensors().forEach((name, info) -> {
            if (shardName.equals(shardOf.get(name))) {
                tensors.add(new StoredTensor(index.resolveSibling(shardName).toString(), info, shard.source(name)));
            }
        }));
        return new StoredTensors(index.toString(), tensors);
    }

    private Map<String, String> weightMap() throws IOException {
        JsonObject json = StrictJson.read(index);
        JsonElement map = json.get(WEIGHT_MAP);
        if (map == null || !map.isJsonObject()) {
            throw new InvalidInputException(index + ": " + WEIGHT_MAP + " must be an object of tensor names and files");
        }
        Map<String, String> shardOf = new LinkedHashMap<>();
        map.getAsJsonObject().asMap().forEach((name, file) -> {
            if (!file.isJsonPrimitive() || !isShard(file.getAsString())) {
                throw new InvalidInputException(index + ": " + WEIGHT_MAP + "." + name + " is " + file
                        + " but must be the name of a " + format.extension() + " file in the same folder");
            }
            shardOf.put(name, file.getAsString());
        });
        return shardOf;
    }

    private boolean isShard(String name) {
        return name.matches("[^/\\\\:\\x00]+") && name.endsWith(format.extension());
    }

    private NamedTensors openShard(String shard) throws IOException {
        Path file = index.resolveSibling(shard);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(index + " names the shard " + shard + ", which is not there; copy it to "
                    + file.toAbsolutePath().getParent());
        }
        return format.open(file);
    }

    private void requireTensor(String name, String shard, NamedTensors tensors) {
        if (!tensors.tensors().containsKey(name)) {
            throw new InvalidInputException(
                    index + " says that tensor " + name + " is in " + shard + ", but it is not");
        }
    }
}
