package dev.jformers.checkpoint;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the files of a model folder and writes it: {@code config.json}, {@code model.safetensors} (or PyTorch's file) or its shards,
 * and what is added, such as the tokenizer's files. Not thread-safe.
 */
public final class HuggingFaceFolderWriter {

    private static final List<String> TYPE_KEYS = List.of("dtype", "torch_dtype");

    private final JsonObject config;
    private final Map<String, IoConsumer<Path>> files = new LinkedHashMap<>();
    private SafetensorsWriter weights;
    private WeightFormat format = WeightFormat.SAFETENSORS;
    private long maxShardBytes = Long.MAX_VALUE;

    /**
     * @param config becomes {@code config.json}, keys in their order
     * @param weights becomes {@code model.safetensors}, or shards of it
     */
    public HuggingFaceFolderWriter(JsonObject config, SafetensorsWriter weights) {
        this.config = config.deepCopy();
        this.weights = weights;
        json(HuggingFaceFolder.CONFIG, this.config);
    }

    /**
     * Writes all floats in one type, and says so in {@code config.json}.
     *
     * @param type F32, F16 or BF16; floats are rounded to the nearest, ties to even
     */
    public HuggingFaceFolderWriter floatType(FloatType type) {
        weights = weights.retyped(type::of);
        String key = TYPE_KEYS.stream().filter(config::has).findFirst().orElse("torch_dtype");
        config.addProperty(key, type.torchName());
        return this;
    }

    /**
     * Writes the tensors that were F16 or BF16 in a model in that type again. It is what they are loaded from that counts: the
     * engine computes in F32.
     */
    public HuggingFaceFolderWriter floatTypesOf(NamedTensors model) {
        Map<String, TensorInfo> originals = model.tensors();
        weights = weights.retyped(info -> {
            TensorType original = originals.getOrDefault(info.name(), info).type();
            return FloatType.isHalf(original) && info.type() == TensorType.F32 ? original : info.type();
        });
        return this;
    }

    /** Writes the weights in another format than safetensors. */
    public HuggingFaceFolderWriter format(WeightFormat other) {
        format = other;
        return this;
    }

    /**
     * Splits the weights into files of a size, with an index, as Hugging Face does; weights that fit stay in one file.
     *
     * @param bytes what the tensors of a file may have together; a tensor that is larger gets a file of its own
     */
    public HuggingFaceFolderWriter maxShardBytes(long bytes) {
        maxShardBytes = bytes;
        return this;
    }

    /** What becomes {@code config.json}; not to be changed. */
    public JsonObject config() {
        return config;
    }

    /** The weights in the types that were asked for, for a writer of another format. */
    public List<StoredTensor> tensors() {
        return weights.stored();
    }

    /** Adds a JSON file, indented by two spaces. */
    public HuggingFaceFolderWriter json(String name, JsonObject content) {
        return file(name, path -> StrictJson.write(content, path));
    }

    /** Adds a copy of a file, under its own name. */
    public HuggingFaceFolderWriter copy(Path source) {
        return file(String.valueOf(source.getFileName()), path -> Files.copy(source, path));
    }

    /** Adds copies of a model's tokenizer files. */
    public HuggingFaceFolderWriter copyTokenizer(HuggingFaceFolder model) {
        model.tokenizerFiles().forEach(this::copy);
        return this;
    }

    /** Adds copies of the files in which sentence-transformers says how a text becomes a vector, where the model has them. */
    public HuggingFaceFolderWriter copySentenceFiles(HuggingFaceFolder model) {
        model.sentenceFiles()
                .forEach(name -> file(name, path -> Files.copy(model.path().resolve(name), path)));
        return this;
    }

    /**
     * Adds a file.
     *
     * @param name its name, behind that of a folder and a slash where it lies in one
     * @param body writes the path that it is given
     * @throws IllegalArgumentException if there is a file of this name already
     */
    public HuggingFaceFolderWriter file(String name, IoConsumer<Path> body) {
        if (name.equals(HuggingFaceFolder.WEIGHTS) || files.putIfAbsent(name, body) != null) {
            throw new IllegalArgumentException("There are two files named " + name);
        }
        return this;
    }

    /** Writes a folder that does not exist yet, see {@link AtomicFiles#writeFolder}. */
    public void write(Path target) throws IOException {
        AtomicFiles.writeFolder(target, this::writeInto);
    }

    /** Writes a folder in place of the one that is there, see {@link AtomicFiles#replaceFolder}. */
    public void replace(Path target) throws IOException {
        AtomicFiles.replaceFolder(target, this::writeInto);
    }

    /** Writes the files into a folder that somebody else makes appear whole, as in the body of {@link AtomicFiles#writeFolder}. */
    public void writeInto(Path folder) throws IOException {
        for (Map.Entry<String, IoConsumer<Path>> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            file.getValue().accept(path);
        }
        writeWeights(folder, weights.parts(maxShardBytes));
    }

    private void writeWeights(Path folder, List<SafetensorsWriter> parts) throws IOException {
        if (parts.size() == 1) {
            format.write(parts.get(0), folder.resolve(format.fileName()));
            return;
        }
        Map<String, String> shardOf = new TreeMap<>();
        long bytes = 0;
        for (int i = 0; i < parts.size(); i++) {
            String shard = format.shardName(i + 1, parts.size());
            format.write(parts.get(i), folder.resolve(shard));
            parts.get(i).names().forEach(name -> shardOf.put(name, shard));
            bytes += parts.get(i).bytes();
        }
        StrictJson.write(index(shardOf, bytes), folder.resolve(format.indexName()));
    }

    private static JsonObject index(Map<String, String> shardOf, long bytes) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("total_size", bytes);
        JsonObject weightMap = new JsonObject();
        shardOf.forEach(weightMap::addProperty);
        JsonObject index = new JsonObject();
        index.add("metadata", metadata);
        index.add("weight_map", weightMap);
        return index;
    }
}
