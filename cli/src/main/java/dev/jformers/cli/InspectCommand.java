package dev.jformers.cli;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a model is. */
@Command(
        name = "inspect",
        header = "Show what a model is: configuration, head, tensors, memory, tokenizer.",
        description = "Reads the headers of files only; nothing is loaded.")
final class InspectCommand implements Callable<Integer> {

    private static final int FEW = 5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "MODEL",
            description = "A model folder, a .safetensors file, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(names = "--tensors", description = "Show all tensors.")
    private boolean allTensors;

    @Override
    public Integer call() throws IOException {
        Path path = DownloadProgress.folder(model, spec.commandLine().getErr());
        if (Files.isRegularFile(path)) {
            inspectFile(Safetensors.open(path));
        } else {
            inspectFolder(HuggingFaceFolder.open(path));
        }
        return ExitCodes.OK;
    }

    private void inspectFolder(HuggingFaceFolder folder) throws IOException {
        Collection<TensorInfo> tensors = folder.tensors().values();
        Facts facts = new Facts(folder.path().toString());
        ModelFacts.addTo(facts, ModelDescription.of(folder));
        WeightFacts.addTo(facts, tensors);
        TokenizerFacts.addTo(facts, folder);
        print(facts, tensors);
    }

    private void inspectFile(Safetensors file) {
        Collection<TensorInfo> tensors = file.tensors().values();
        Facts facts = new Facts(file.file().toString());
        WeightFacts.addTo(facts, tensors);
        file.metadata().forEach((key, value) -> facts.add("metadata " + key, value));
        print(facts, tensors);
    }

    private void print(Facts facts, Collection<TensorInfo> tensors) {
        PrintWriter out = spec.commandLine().getOut();
        facts.print(out);
        out.println();
        new TensorTable(tensors).print("Tensors", allTensors ? tensors.size() : FEW, out);
    }
}
