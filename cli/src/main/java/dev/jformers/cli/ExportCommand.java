package dev.jformers.cli;

import ai.djl.Device;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.FloatType;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.WeightFormat;
import dev.jformers.checkpoint.gguf.GgufExport;
import dev.jformers.checkpoint.gguf.GgufExport.GgufType;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import dev.jformers.tokenizer.GivenTokenizer;
import dev.jformers.training.trainer.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a checkpoint into a folder that others load. */
@Command(
        name = "export",
        header = "Turn a checkpoint of a run into a clean model folder or file.",
        description =
                "Writes config.json, model.safetensors or its shards, the tokenizer's files and serving.properties: what"
                        + " Hugging Face's from_pretrained, DJL Serving and jformers load; or one GGUF file. The"
                        + " optimizer's state stays behind.")
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CHECKPOINT",
            description = "A checkpoint folder of a run, any model folder, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "The model folder, or the GGUF file, to write.")
    private Path output = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "safetensors",
            description =
                    "safetensors or pytorch (pytorch_model.bin), a folder; or gguf, a single file for llama.cpp, of"
                            + " Llama, Qwen2 and GPT-2. Default: ${DEFAULT-VALUE}.")
    private ExportFormat format = ExportFormat.SAFETENSORS;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            converter = ExportType.Converter.class,
            description = "float32, float16 or bfloat16, and of GGUF also q8_0; by default what the checkpoint has.")
    private @Nullable ExportType dtype;

    @Option(
            names = "--max-shard-size",
            paramLabel = "SIZE",
            defaultValue = "5GB",
            converter = ShardSize.Converter.class,
            description = "Weights larger than this are split into files of it; ${DEFAULT-VALUE} by default.")
    private ShardSize maxShardSize = new ShardSize(1);

    @Mixin
    private OutputTarget target = new OutputTarget();

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Path checkpoint = DownloadProgress.folder(model, spec.commandLine().getErr());
        HuggingFaceFolder files = HuggingFaceFolder.open(checkpoint);
        if (Files.exists(output) && Files.isSameFile(checkpoint, output)) {
            throw new InvalidInputException(output + " is the checkpoint itself; choose another output");
        }
        checkOutput();
        try (PretrainedModel loaded =
                PretrainedModel.load(files, ModelDescription.of(files), PretrainedModel.Use.INFERENCE, Device.cpu())) {
            HuggingFaceFolderWriter export = loaded.files().floatTypesOf(files);
            if (format == ExportFormat.GGUF) {
                writeFile(export, files);
            } else {
                writeFolder(export, files);
            }
        }
        if (files.tokenizerFiles().isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("jformers export: " + checkpoint
                            + " has no tokenizer, so the export has none; it runs on tensors only");
        }
        spec.commandLine().getOut().println("Exported " + output);
        return ExitCodes.OK;
    }

    private void checkOptions() {
        if (dtype == ExportType.Q8_0 && format != ExportFormat.GGUF) {
            throw new ParameterException(spec.commandLine(), "--dtype q8_0 goes with --format gguf");
        }
        boolean shards = spec.commandLine().getParseResult().hasMatchedOption("--max-shard-size");
        if (shards && format == ExportFormat.GGUF) {
            throw new ParameterException(spec.commandLine(), "--max-shard-size goes without --format gguf, one file");
        }
    }

    private void checkOutput() throws IOException {
        if (format == ExportFormat.GGUF) {
            target.checkFile(output);
        } else {
            target.checkFolder(output);
        }
    }

    private void writeFolder(HuggingFaceFolderWriter export, HuggingFaceFolder files) throws IOException {
        GivenTokenizer.copy(files, export).copySentenceFiles(files).maxShardBytes(maxShardSize.bytes());
        Path provenance = files.path().resolve(Provenance.FILE);
        if (Files.exists(provenance)) {
            export.copy(provenance);
        }
        FloatType asked = dtype == null ? null : dtype.floatType();
        target.write(
                output,
                (asked == null ? export : export.floatType(asked))
                        .format(format == ExportFormat.PYTORCH ? WeightFormat.PYTORCH : WeightFormat.SAFETENSORS));
    }

    private void writeFile(HuggingFaceFolderWriter export, HuggingFaceFolder files) throws IOException {
        if (!files.tokenizerFiles().isEmpty() && Files.notExists(files.path().resolve("tokenizer.json"))) {
            throw new InvalidInputException(files.path() + " has a tokenizer but no tokenizer.json, of which GGUF's is"
                    + " made; export it with --format safetensors first, which writes one");
        }
        GgufType type = dtype == null ? GgufType.of(export.tensors()) : dtype.gguf();
        target.write(output, path -> GgufExport.write(export, files.path(), type, path));
    }
}
