package dev.jformers.cli;

import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.FileKind;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.gguf.GgufFile;
import dev.jformers.checkpoint.pytorch.PytorchFile;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final int LONGEST_VALUE = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "MODEL",
            description = "A model folder; a safetensors, PyTorch (.bin, .pt) or GGUF file; or"
                    + " hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(names = "--tensors", description = "Show all tensors.")
    private boolean allTensors;

    @Override
    public Integer call() throws IOException {
        Path path = DownloadProgress.folder(model, spec.commandLine().getErr());
        if (Files.isRegularFile(path)) {
            inspectFile(path);
        } else {
            inspectFolder(HuggingFaceFolder.open(path));
        }
        return ExitCodes.OK;
    }

    private void inspectFolder(HuggingFaceFolder folder) throws IOException {
        List<ListedTensor> tensors = ListedTensor.of(folder.tensors().values());
        Facts facts = new Facts(folder.path().toString());
        ModelFacts.addTo(facts, ModelDescription.of(folder));
        WeightFacts.addTo(facts, tensors);
        TokenizerFacts.addTo(facts, folder);
        print(facts, tensors);
    }

    private void inspectFile(Path file) throws IOException {
        Facts facts = new Facts(file.toString());
        switch (FileKind.of(file)) {
            case SAFETENSORS -> inspect(Safetensors.open(file), facts);
            case PYTORCH -> {
                List<ListedTensor> tensors =
                        ListedTensor.of(PytorchFile.open(file).tensors().values());
                WeightFacts.addTo(facts, tensors);
                print(facts, tensors);
            }
            case GGUF -> inspect(GgufFile.open(file), facts);
            case OTHER ->
                throw new InvalidInputException(file + " is no safetensors, PyTorch or GGUF file; inspect one of these,"
                        + " a model folder, or what jformers import makes of the file");
        }
    }

    private void inspect(Safetensors file, Facts facts) {
        List<ListedTensor> tensors = ListedTensor.of(file.tensors().values());
        WeightFacts.addTo(facts, tensors);
        file.metadata().forEach((key, value) -> addMetadata(facts, key, value));
        print(facts, tensors);
    }

    private void inspect(GgufFile file, Facts facts) {
        List<ListedTensor> tensors = ListedTensor.of(file);
        WeightFacts.addTo(facts, tensors);
        file.metadata()
                .keys()
                .forEach(key -> addMetadata(facts, key, file.metadata().describe(key)));
        print(facts, tensors);
    }

    /** Chat templates go on for pages, and a stranger's text may hold what a terminal obeys. */
    private static void addMetadata(Facts facts, String key, String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ");
        facts.add(
                "metadata " + key.replaceAll("\\p{Cntrl}+", " "),
                line.length() > LONGEST_VALUE ? line.substring(0, LONGEST_VALUE) + " ..." : line);
    }

    private void print(Facts facts, List<ListedTensor> tensors) {
        PrintWriter out = spec.commandLine().getOut();
        facts.print(out);
        out.println();
        new TensorTable(tensors).print("Tensors", allTensors ? tensors.size() : FEW, out);
    }
}
