package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model in a folder, as Hugging Face lays it out: {@code config.json}, {@code model.safetensors} or its shards, the
 * tokenizer's files. Immutable and thread-safe; for the lifetime of arrays see {@link Safetensors}.
 */
public final class HuggingFaceFolder {

    /** The files that may make up a tokenizer; which of them there are depends on the tokenizer. */
    public static final List<String> TOKENIZER_FILES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.txt",
            "vocab.json",
            "merges.txt",
            "sentencepiece.bpe.model",
            "spiece.model",
            "tokenizer.model",
            "chat_template.jinja");

    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    static final String WEIGHTS_INDEX = "model.safetensors.index.json";
    static final String TOKENIZER = "tokenizer.json";

    private final Path folder;
    private final JsonObject config;
    private final ShardedTensors tensors;

    private HuggingFaceFolder(Path folder, JsonObject config, ShardedTensors tensors) {
        this.folder = folder;
        this.config = config;
        this.tensors = tensors;
    }

    /**
     * Reads the configuration and maps the weights.
     *
     * @throws InvalidInputException if the folder, its configuration or its weights are missing or break a rule
     * @throws IOException if a file cannot be read
     */
    public static HuggingFaceFolder open(Path folder) throws IOException {
        requireFolder(folder);
        JsonObject config = StrictJson.read(folder.resolve(CONFIG));
        return new HuggingFaceFolder(folder, config, openWeights(folder));
    }

    private static void requireFolder(Path folder) throws IOException {
        String expected = "expected a model folder with " + CONFIG + " and " + WEIGHTS;
        if (!Files.exists(folder)) {
            throw new InvalidInputException(folder + " does not exist; " + expected);
        }
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(folder + " is a file; " + expected);
        }
        if (!Files.isRegularFile(folder.resolve(CONFIG))) {
            throw new InvalidInputException(folder + " has no " + CONFIG + "; " + expected + remedy(folder));
        }
    }

    private static ShardedTensors openWeights(Path folder) throws IOException {
        if (Files.exists(folder.resolve(WEIGHTS))) {
            return ShardedTensors.ofFile(folder.resolve(WEIGHTS));
        }
        if (Files.exists(folder.resolve(WEIGHTS_INDEX))) {
            return ShardedTensors.ofIndex(folder.resolve(WEIGHTS_INDEX));
        }
        throw new InvalidInputException(
                folder + " has no weights: neither " + WEIGHTS + " nor " + WEIGHTS_INDEX + remedy(folder));
    }

    private static String remedy(Path folder) throws IOException {
        try (DirectoryStream<Path> onnx = Files.newDirectoryStream(folder, "*.onnx")) {
            for (Path file : onnx) {
                return "; it has " + file.getFileName() + ": turn that into a model folder with `jformers import "
                        + file + "`";
            }
        }
        if (Files.exists(folder.resolve("pytorch_model.bin"))) {
            return "; its pytorch_model.bin cannot be read: save the model as safetensors";
        }
        return "";
    }

    /** The folder's path, as it was opened. */
    public Path path() {
        return folder;
    }

    /** What {@code config.json} holds; a copy that the caller may change. */
    public JsonObject config() {
        return config.deepCopy();
    }

    /** All tensors by name: in the order of the file, shards in the order of their names. */
    public Map<String, TensorInfo> tensors() {
        return tensors.infos();
    }

    /**
     * What the weights' header says of one tensor.
     *
     * @throws InvalidInputException if there is no such tensor
     */
    public TensorInfo info(String name) {
        return tensors.fileOf(name).info(name);
    }

    /**
     * A tensor as an array, which the manager owns, as {@link Safetensors#array} makes it.
     *
     * @throws InvalidInputException if there is no such tensor, or the engine has no arrays of its type
     */
    public NDArray array(String name, NDManager manager) {
        return tensors.fileOf(name).array(name, manager);
    }

    /**
     * A tensor as an array in the engine's own memory, as {@link Safetensors#copy} makes it: for training.
     *
     * @throws InvalidInputException if there is no such tensor, or the engine has no arrays of its type
     */
    public NDArray copy(String name, NDManager manager) {
        return tensors.fileOf(name).copy(name, manager);
    }

    /**
     * The file that holds a tensor, for its bytes and the file's metadata.
     *
     * @throws InvalidInputException if there is no such tensor
     */
    public Safetensors fileOf(String name) {
        return tensors.fileOf(name);
    }

    /**
     * The tokenizer's file.
     *
     * @throws InvalidInputException if there is none
     */
    public Path tokenizerJson() {
        Path tokenizer = folder.resolve(TOKENIZER);
        if (!Files.isRegularFile(tokenizer)) {
            throw new InvalidInputException(
                    folder + " has no " + TOKENIZER + "; save the model's fast tokenizer there");
        }
        return tokenizer;
    }

    /** The files of {@link #TOKENIZER_FILES} that are in this folder. */
    public List<Path> tokenizerFiles() {
        return TOKENIZER_FILES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }
}
