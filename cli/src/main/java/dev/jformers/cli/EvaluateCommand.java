package dev.jformers.cli;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import dev.jformers.training.ModelEvaluation;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.rows.DataFormat;
import java.io.IOException;
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

/** Measures a classifier. */
@Command(
        name = "evaluate",
        header = "Measure a classifier on labelled texts.",
        description = "Prints accuracy, F1, a table of the classes and the confusion matrix.")
final class EvaluateCommand implements Callable<Integer> {

    private static final int WIDTH = 100;
    private static final long USUAL_LENGTH = 128;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "The model folder, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Labelled texts: .csv, .tsv or .jsonl, also with .gz after it.")
    private Path data = Path.of("");

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "The column (JSONL: the key) of the text. Default: ${DEFAULT-VALUE}.")
    private String textColumn = "text";

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            defaultValue = "label",
            description = "The column (JSONL: the key) of the label. Default: ${DEFAULT-VALUE}.")
    private String labelColumn = "label";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, tsv or jsonl, where the extension does not tell.")
    private @Nullable DataFormat format;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Texts of a batch. Default: ${DEFAULT-VALUE}.")
    private int batchSize = 64;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description =
                    "Tokens of a text, special tokens counted; what is longer is cut off. Default: 128, or what the"
                            + " model has positions for.")
    private @Nullable Integer maxLength;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to a JSON file, too.")
    private @Nullable Path json;

    @Mixin
    private OutputTarget target = new OutputTarget();

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireAtLeast(1, "--batch-size", batchSize);
        if (json != null) {
            target.checkFile(json);
        }
        Path folder = DownloadProgress.folder(model, spec.commandLine().getErr());
        DataConfig config = new DataConfig(data, format, null, textColumn, labelColumn, null, null, null);
        Evaluation evaluation = evaluate(folder, config);
        if (json != null) {
            AtomicFiles.writeFile(json, file -> StrictJson.write(evaluation.toJson(), file));
        }
        spec.commandLine().getOut().print(evaluation.toText(WIDTH));
        return ExitCodes.OK;
    }

    private Evaluation evaluate(Path folder, DataConfig config) throws IOException, InterruptedException {
        EvaluationProgress progress = new EvaluationProgress(spec.commandLine().getErr(), Console.isTerminal());
        try {
            return ModelEvaluation.evaluate(folder, config, batchSize, length(folder), progress);
        } finally {
            progress.finish();
        }
    }

    private int length(Path folder) throws IOException {
        if (maxLength != null) {
            requireAtLeast(3, "--max-length", maxLength);
            return maxLength;
        }
        ModelDescription description = ModelDescription.of(HuggingFaceFolder.open(folder));
        return (int) Math.min(USUAL_LENGTH, description.transformer().maxPositions());
    }

    private void requireAtLeast(int least, String option, int value) {
        if (value < least) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + " but must be at least " + least);
        }
    }
}
