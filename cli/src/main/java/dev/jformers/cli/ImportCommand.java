package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.FileKind;
import dev.jformers.checkpoint.ImportSummary;
import dev.jformers.checkpoint.ModelImport;
import dev.jformers.checkpoint.gguf.GgufImport;
import dev.jformers.onnx.OnnxBertImport;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a file or folder of another format into a model folder. */
@Command(
        name = "import",
        header = "Turn an ONNX, PyTorch or GGUF model into a model folder.",
        description = {
            "Writes config.json, model.safetensors and the tokenizer's files, as Hugging Face has them. What MODEL is shows"
                    + " in its first bytes, not in its name:",
            "  ONNX: a BERT-like encoder; names and sizes are read off the graph.",
            "  PyTorch: a folder with pytorch_model.bin or its shards, or a .bin, .pt or .pth file with config.json beside"
                    + " it. Of its pickle nothing is run.",
            "  GGUF: a Llama, Qwen2 or GPT-2 model; quantised weights become floats."
        })
final class ImportCommand implements Callable<Integer> {

    private static final int LONGEST_LIST = 5;
    private static final List<String> LAYERS = List.of("num_hidden_layers", "n_layer");
    private static final List<String> HIDDEN = List.of("hidden_size", "n_embd", "d_model");
    private static final List<String> HEADS = List.of("num_attention_heads", "n_head");
    private static final List<String> POSITIONS = List.of("max_position_embeddings", "n_positions");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "The file, or the folder of a PyTorch model.")
    private Path model = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "The model folder to write.")
    private Path output = Path.of("");

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description =
                    "The tokenizer.json of an ONNX model; by default tokenizer.json or NAME-tokenizer.json beside it.")
    private @Nullable Path tokenizer;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "The number of attention heads of an ONNX model, where the graph does not show it.")
    private @Nullable Integer heads;

    @Override
    public Integer call() throws IOException {
        OutputTarget.requireNew(output);
        print(convert(), spec.commandLine().getOut());
        return ExitCodes.OK;
    }

    private ImportSummary convert() throws IOException {
        FileKind kind = Files.isDirectory(model) ? FileKind.PYTORCH : FileKind.of(model);
        if (kind != FileKind.OTHER && (tokenizer != null || heads != null)) {
            throw new InvalidInputException(model + " is no ONNX file, and --tokenizer and --heads are for ONNX alone");
        }
        return switch (kind) {
            case PYTORCH, SAFETENSORS -> ModelImport.run(model, output, tokenizerJson());
            case GGUF -> GgufImport.run(model, output);
            case OTHER ->
                OnnxBertImport.run(
                        model, tokenizer, output, heads == null ? OptionalInt.empty() : OptionalInt.of(heads));
        };
    }

    /** What the tokenizer's older files become; one that is not converted is copied as it is. */
    private Optional<JsonObject> tokenizerJson() throws IOException {
        Path folder = Files.isDirectory(model) ? model : model.toAbsolutePath().resolveSibling("");
        try {
            return Tokenizer.converted(folder);
        } catch (InvalidInputException e) {
            spec.commandLine().getErr().println("jformers import: no tokenizer.json is made: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void print(ImportSummary summary, PrintWriter out) {
        JsonObject config = summary.config();
        Facts facts = new Facts("Imported " + summary.folder());
        facts.add("model", text(config, List.of("model_type")))
                .add("layers", text(config, LAYERS))
                .add("hidden size", text(config, HIDDEN))
                .add("heads", text(config, HEADS))
                .add("vocabulary", text(config, List.of("vocab_size")))
                .add("positions", text(config, POSITIONS))
                .add(
                        "weights",
                        Amounts.of(summary.tensors(), "tensor") + ", " + Amounts.of(summary.parameters(), "parameter"));
        if (!summary.missing().isEmpty()) {
            facts.add("not in the file", brief(summary.missing()));
        }
        if (!summary.leftOut().isEmpty()) {
            facts.add("left out", brief(summary.leftOut()));
        }
        facts.print(out);
    }

    /** The first of some keys that a config has; families name the same thing differently. */
    private static String text(JsonObject config, List<String> keys) {
        return keys.stream()
                .map(config::get)
                .filter(value -> value != null && value.isJsonPrimitive())
                .findFirst()
                .map(value ->
                        value.getAsJsonPrimitive().isNumber() ? Amounts.count(value.getAsLong()) : value.getAsString())
                .orElse("not given");
    }

    private static String brief(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(LONGEST_LIST, names.size())));
        int more = names.size() - LONGEST_LIST;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
