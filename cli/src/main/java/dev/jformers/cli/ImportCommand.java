package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.onnx.ImportSummary;
import dev.jformers.onnx.OnnxBertImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns an ONNX file into a model folder. */
@Command(
        name = "import",
        header = "Turn the ONNX file of a BERT-like encoder into a model folder.",
        description =
                "Writes config.json, model.safetensors and the tokenizer's files, as Hugging Face has them. Names and"
                        + " sizes are read off the ONNX graph.")
final class ImportCommand implements Callable<Integer> {

    private static final int LONGEST_LIST = 5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ONNX", description = "The ONNX file.")
    private Path onnx = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "The model folder to write.")
    private Path output = Path.of("");

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description =
                    "The tokenizer.json of the model; by default tokenizer.json or NAME-tokenizer.json beside the ONNX file.")
    private @Nullable Path tokenizer;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "The number of attention heads, where the graph does not show it.")
    private @Nullable Integer heads;

    @Override
    public Integer call() throws IOException {
        OutputTarget.requireNew(output);
        OptionalInt given = heads == null ? OptionalInt.empty() : OptionalInt.of(heads);
        print(
                OnnxBertImport.run(onnx, tokenizer, output, given),
                spec.commandLine().getOut());
        return ExitCodes.OK;
    }

    private static void print(ImportSummary summary, PrintWriter out) {
        JsonObject config = summary.config();
        Facts facts = new Facts("Imported " + summary.folder());
        facts.add(
                "encoder",
                "%s layers, hidden size %s, %s heads"
                        .formatted(
                                config.get("num_hidden_layers"),
                                config.get("hidden_size"),
                                config.get("num_attention_heads")));
        facts.add("vocabulary", Amounts.of(config.get("vocab_size").getAsLong(), "token"));
        facts.add(
                "positions", Amounts.count(config.get("max_position_embeddings").getAsLong()));
        facts.add(
                "weights",
                Amounts.of(summary.tensors(), "tensor") + ", " + Amounts.of(summary.parameters(), "parameter"));
        if (!summary.missing().isEmpty()) {
            facts.add("not in the ONNX file", brief(summary.missing()));
        }
        if (!summary.leftOut().isEmpty()) {
            facts.add("left out", brief(summary.leftOut()));
        }
        facts.print(out);
    }

    private static String brief(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(LONGEST_LIST, names.size())));
        int more = names.size() - LONGEST_LIST;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
