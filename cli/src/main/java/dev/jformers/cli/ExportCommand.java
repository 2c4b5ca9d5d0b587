package dev.jformers.cli;

import ai.djl.Device;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.FloatType;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a checkpoint into a folder that others load. */
@Command(
        name = "export",
        header = "Turn a checkpoint of a run into a clean model folder.",
        description =
                "Writes config.json, model.safetensors or its shards, the tokenizer's files and serving.properties: what"
                        + " Hugging Face's from_pretrained, DJL Serving and jformers load. The optimizer's state stays behind.")
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CHECKPOINT",
            description = "A checkpoint folder of a run, any model folder, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "The model folder to write.")
    private Path output = Path.of("");

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            converter = FloatTypeConverter.class,
            description = "float32, float16 or bfloat16; by default what the checkpoint has.")
    private @Nullable FloatType dtype;

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
        Path checkpoint = DownloadProgress.folder(model, spec.commandLine().getErr());
        HuggingFaceFolder files = HuggingFaceFolder.open(checkpoint);
        if (Files.exists(output) && Files.isSameFile(checkpoint, output)) {
            throw new InvalidInputException(output + " is the checkpoint itself; choose another output");
        }
        target.checkFolder(output);
        try (PretrainedModel loaded =
                PretrainedModel.load(files, ModelDescription.of(files), PretrainedModel.Use.INFERENCE, Device.cpu())) {
            HuggingFaceFolderWriter export = GivenTokenizer.copy(files, loaded.files())
                    .copySentenceFiles(files)
                    .maxShardBytes(maxShardSize.bytes());
            Path provenance = checkpoint.resolve(Provenance.FILE);
            if (Files.exists(provenance)) {
                export.copy(provenance);
            }
            target.write(output, dtype == null ? export.floatTypesOf(files) : export.floatType(dtype));
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
}
