package dev.jformers.onnx;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.ImportSummary;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns an ONNX file of a BERT-like encoder, as PyTorch exports it, into a Hugging Face folder: names and layouts of the
 * weights, {@code config.json} from shapes and operations, the tokenizer with its padding and truncation taken out.
 */
public final class OnnxBertImport {

    private static final double DROPOUT = 0.1;
    private static final double INITIALIZER_RANGE = 0.02;

    private OnnxBertImport() {}

    /**
     * Imports a model whose number of attention heads shows in its graph.
     *
     * @see #run(Path, Path, Path, OptionalInt)
     */
    public static ImportSummary run(Path onnx, @Nullable Path tokenizerJson, Path targetFolder) throws IOException {
        return run(onnx, tokenizerJson, targetFolder, OptionalInt.empty());
    }

    /**
     * Imports a model.
     *
     * @param onnx the model; its external data, if any, is in the same folder
     * @param tokenizerJson its tokenizer; null takes {@code tokenizer.json} or {@code *-tokenizer.json} beside it
     * @param targetFolder the folder to make, which does not exist yet
     * @param heads the number of attention heads; empty reads it off the graph
     * @throws InvalidInputException if the file is damaged or no BERT, or the tokenizer is not there or does not fit
     * @throws FileAlreadyExistsException if the target exists
     * @throws IOException if reading or writing fails
     */
    public static ImportSummary run(Path onnx, @Nullable Path tokenizerJson, Path targetFolder, OptionalInt heads)
            throws IOException {
        OnnxGraph graph = OnnxReader.read(onnx);
        BertWeights weights = BertWeights.find(graph, onnx);
        BertSettings settings = BertSettings.of(graph, weights.dimensions(), heads, onnx);
        Path tokenizerFile = tokenizerJson == null ? findTokenizer(onnx) : tokenizerJson;
        WordPieceTokenizer tokenizer = readTokenizer(tokenizerFile, weights.dimensions());
        JsonObject config = config(weights, settings, tokenizer, onnx);
        writer(weights, tokenizer, config, onnx).write(targetFolder);
        return summary(targetFolder, config, weights);
    }

    private static HuggingFaceFolderWriter writer(
            BertWeights weights, WordPieceTokenizer tokenizer, JsonObject config, Path onnx) {
        SafetensorsWriter tensors = new SafetensorsWriter();
        weights.tensors()
                .forEach((name, weight) -> tensors.add(name, weight.type(onnx), weight.shape(), weight.source(onnx)));
        HuggingFaceFolderWriter model = new HuggingFaceFolderWriter(config, tensors);
        tokenizer.addTo(model, weights.dimensions().positions());
        return model;
    }

    private static JsonObject config(
            BertWeights weights, BertSettings settings, WordPieceTokenizer tokenizer, Path onnx) {
        BertDimensions dimensions = weights.dimensions();
        JsonArray architectures = new JsonArray();
        architectures.add("BertModel");
        JsonObject config = new JsonObject();
        config.add("architectures", architectures);
        config.addProperty("attention_probs_dropout_prob", DROPOUT);
        config.addProperty("hidden_act", settings.activation());
        config.addProperty("hidden_dropout_prob", DROPOUT);
        config.addProperty("hidden_size", dimensions.hidden());
        config.addProperty("initializer_range", INITIALIZER_RANGE);
        config.addProperty("intermediate_size", dimensions.intermediate());
        config.addProperty("layer_norm_eps", settings.normEpsilon());
        config.addProperty("max_position_embeddings", dimensions.positions());
        config.addProperty("model_type", "bert");
        config.addProperty("num_attention_heads", settings.heads());
        config.addProperty("num_hidden_layers", dimensions.layers());
        config.addProperty("pad_token_id", tokenizer.padId());
        config.addProperty("position_embedding_type", "absolute");
        config.addProperty("torch_dtype", torchName(weights, onnx));
        config.addProperty("type_vocab_size", dimensions.tokenTypes());
        config.addProperty("vocab_size", dimensions.vocab());
        return config;
    }

    private static String torchName(BertWeights weights, Path onnx) {
        TensorType type = weights.tensors().values().iterator().next().type(onnx);
        return switch (type) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case F64 -> "float64";
            default -> "float32";
        };
    }

    private static ImportSummary summary(Path folder, JsonObject config, BertWeights weights) {
        long parameters = weights.tensors().values().stream()
                .mapToLong(weight -> weight.shape().stream().reduce(1L, (a, b) -> a * b))
                .sum();
        return new ImportSummary(
                folder, config, weights.tensors().size(), parameters, weights.missing(), weights.leftOut());
    }

    private static WordPieceTokenizer readTokenizer(Path file, BertDimensions dimensions) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + " is not there; give the tokenizer.json of the model");
        }
        WordPieceTokenizer tokenizer = WordPieceTokenizer.read(file);
        if (tokenizer.tokens().size() > dimensions.vocab()) {
            throw new InvalidInputException(file + " has " + tokenizer.tokens().size() + " tokens but the model has "
                    + dimensions.vocab() + " word embeddings; they do not belong together");
        }
        return tokenizer;
    }

    private static Path findTokenizer(Path onnx) throws IOException {
        Path folder = onnx.toAbsolutePath().resolveSibling("");
        String stem = String.valueOf(onnx.getFileName()).replaceFirst("(?i)\\.onnx$", "");
        for (String name : List.of(stem + "-tokenizer.json", "tokenizer.json")) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> named = Files.newDirectoryStream(folder, "*-tokenizer.json")) {
            named.forEach(others::add);
        }
        if (others.size() != 1) {
            throw new InvalidInputException(onnx + " has "
                    + (others.isEmpty() ? "neither tokenizer.json nor *-tokenizer.json" : "several *-tokenizer.json")
                    + " beside it; give the tokenizer's file");
        }
        return others.get(0);
    }
}
