package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model in a folder, as Hugging Face lays it out: {@code config.json}, {@code model.safetensors} or
 * {@code pytorch_model.bin} or the shards of either, the tokenizer's files. Immutable and thread-safe; for the lifetime of
 * arrays see {@link MappedFile}.
 */
public final class HuggingFaceFolder implements NamedTensors {

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
            "source.spm",
            "spiece.model",
            "target.spm",
            "tokenizer.model",
            "chat_template.jinja");

    /** The files in which sentence-transformers says how the vectors of tokens become that of a text. */
    public static final List<String> SENTENCE_FILES = List.of(
            "modules.json", "config_sentence_transformers.json", "sentence_bert_config.json", "1_Pooling/config.json");

    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    static final String TOKENIZER = "tokenizer.json";

    private final Path folder;
    private final JsonObject config;
    private final NamedTensors tensors;

    private HuggingFaceFolder(Path folder, JsonObject config, NamedTensors tensors) {
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
        return new HuggingFaceFolder(folder, config, findWeights(folder));
    }

    /**
     * Opens the folder that a file of weights is in, with the weights of this file alone, whatever its name.
     *
     * @param weights a safetensors file, or one of {@code torch.save}
     * @throws InvalidInputException if the file, or the configuration beside it, is missing or breaks a rule
     * @throws IOException if a file cannot be read
     */
    public static HuggingFaceFolder openWeights(Path weights) throws IOException {
        FileKind kind = FileKind.of(weights);
        Path folder = weights.toAbsolutePath().resolveSibling("");
        requireFolder(folder);
        JsonObject config = StrictJson.read(folder.resolve(CONFIG));
        WeightFormat format = kind == FileKind.PYTORCH ? WeightFormat.PYTORCH : WeightFormat.SAFETENSORS;
        return new HuggingFaceFolder(folder, config, format.open(weights));
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

    private static NamedTensors findWeights(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (WeightFormat format : WeightFormat.values()) {
            Optional<NamedTensors> weights = format.find(folder);
            if (weights.isPresent()) {
                return weights.get();
            }
            names.add(format.fileName());
            names.add(format.indexName());
        }
        throw new InvalidInputException(
                folder + " has no weights: none of " + String.join(", ", names) + remedy(folder));
    }

    private static String remedy(Path folder) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, "*.{onnx,gguf}")) {
            for (Path file : others) {
                return "; it has " + file.getFileName() + ": turn that into a model folder with `jformers import "
                        + file + "`";
            }
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
    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors.tensors();
    }

    @Override
    public TensorInfo info(String name) {
        return tensors.info(name);
    }

    @Override
    public NDArray array(String name, NDManager manager) {
        return tensors.array(name, manager);
    }

    @Override
    public NDArray copy(String name, NDManager manager) {
        return tensors.copy(name, manager);
    }

    @Override
    public TensorSource source(String name) {
        return tensors.source(name);
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

    /** The names of those {@link #SENTENCE_FILES} that are in this folder. */
    public List<String> sentenceFiles() {
        return SENTENCE_FILES.stream()
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .toList();
    }
}
