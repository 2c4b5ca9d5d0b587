package dev.jformers.training;

import ai.djl.Device;
import dev.jformers.InvalidInputException;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.hub.DownloadListener;
import dev.jformers.tokenizer.GivenTokenizer;
import dev.jformers.torch.Torch;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.Sample;
import dev.jformers.training.objective.Task;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.recipe.EvaluateStage;
import dev.jformers.training.recipe.Export;
import dev.jformers.training.recipe.NewModel;
import dev.jformers.training.recipe.PretrainedFolder;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.recipe.Stage;
import dev.jformers.training.recipe.TrainStage;
import dev.jformers.training.trainer.Provenance;
import dev.jformers.training.trainer.StageContext;
import dev.jformers.training.trainer.StageFolder;
import dev.jformers.training.trainer.StopRequest;
import dev.jformers.training.trainer.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run: stage after stage as the recipe says, then export and report. Holds the run's folder until it is closed. {@link
 * #requestStop} may be called from any thread, everything else from one.
 */
public final class TrainingRun implements AutoCloseable {

    private final Recipe recipe;
    private final RunData data;
    private final RunFolder folder;
    private final StartMode mode;
    private final RunHistory history;
    private final Provenance provenance;
    private final @Nullable Path pretrained;
    private final StopRequest stop = new StopRequest();
    private final Device device = Torch.defaultDevice();

    private TrainingRun(
            Recipe recipe,
            RunData data,
            RunFolder folder,
            StartMode mode,
            Provenance provenance,
            @Nullable Path pretrained) {
        this.recipe = recipe;
        this.data = data;
        this.folder = folder;
        this.mode = mode;
        this.provenance = provenance;
        this.history = new RunHistory(provenance, folder);
        this.pretrained = pretrained;
    }

    /** As {@link #prepare(Recipe, StartMode, DownloadListener)}, without a word on the way. */
    public static TrainingRun prepare(Recipe recipe, StartMode mode) throws IOException {
        return prepare(recipe, mode, DownloadListener.SILENT);
    }

    /**
     * Downloads the model if it is one of the hub, checks it and the data of every stage, then takes the run's folder.
     *
     * @throws InvalidInputException if model and data do not fit, or the folder holds what the mode does not allow, or another
     *     process runs there
     */
    public static TrainingRun prepare(Recipe recipe, StartMode mode, DownloadListener listener) throws IOException {
        RunFolder.check(recipe, mode);
        Path pretrained = recipe.model() instanceof PretrainedFolder source
                ? source.location().folder(listener)
                : null;
        RunData data = RunChecks.check(recipe, pretrained);
        Provenance provenance = new Provenance(recipe, data.fingerprints());
        RunFolder folder = RunFolder.open(recipe, mode);
        return new TrainingRun(recipe, data, folder, mode, provenance, pretrained);
    }

    /**
     * Asks for the end of the run: after the step at hand and its checkpoint where it trains, at once where it does anything
     * else. Returns at once.
     */
    public void requestStop() {
        stop.make();
    }

    /**
     * Runs what is not done yet.
     *
     * @throws InvalidInputException if data and model do not fit
     * @throws dev.jformers.training.trainer.TrainingException if training diverges
     * @throws IOException if a file cannot be read or written
     */
    public RunResult run(RunListener listener) throws IOException, InterruptedException {
        try {
            if (mode == StartMode.RESUME && folder.isNew()) {
                listener.message("no run in " + recipe.outputDir() + " to go on with: it begins anew");
            }
            writeInitialModel();
            for (int i = 0; i < recipe.stages().size(); i++) {
                runStage(i, listener);
            }
            export(listener);
            return new RunResult(RunResult.Status.FINISHED, history.finish());
        } catch (InterruptedException e) {
            if (!stop.isMade()) {
                throw e;
            }
            return new RunResult(
                    RunResult.Status.STOPPED, "Stopped; everything up to here is saved. Go on with --resume.\n");
        }
    }

    private void writeInitialModel() throws IOException, InterruptedException {
        if (recipe.model() instanceof NewModel model) {
            stop.interruptibly(() -> InitialModel.write(model, recipe.seed(), folder.initialModel(), device));
        }
    }

    private void runStage(int index, RunListener listener) throws IOException, InterruptedException {
        Stage stage = recipe.stages().get(index);
        data.keepFor(recipe.stages().subList(index, recipe.stages().size()));
        if (stage instanceof TrainStage train) {
            train(train, index, listener);
        } else if (stage instanceof EvaluateStage evaluate) {
            stop.interruptibly(() -> evaluate(evaluate, index, listener));
        }
    }

    private void train(TrainStage stage, int index, RunListener listener) throws IOException, InterruptedException {
        StageFolder stageFolder = folder.stage(stage.name());
        stageFolder.clean();
        StageFacts.requireSameData(stageFolder.path(), provenance.data());
        if (stageFolder.result().isPresent()) {
            listener.message("stage " + stage.name() + " is finished already");
        } else {
            train(stage, stageFolder, index, listener);
            listener.stageFinished(stage.name());
        }
        if (!StageSamples.exist(stageFolder.path())) {
            stop.interruptibly(() -> sample(stage, stageFolder, listener));
        }
        history.trained(stage, stageFolder);
    }

    private void sample(TrainStage stage, StageFolder stageFolder, RunListener listener)
            throws IOException, InterruptedException {
        Path model = modelOf(stage.name());
        Task task = stage.objective().newTask(HuggingFaceFolder.open(model), data.get(stage.train()));
        List<Sample> samples = task.samples(model, device);
        if (!samples.isEmpty()) {
            StageSamples.write(samples, stageFolder.path());
        }
        samples.forEach(sample -> listener.message(sample.toString()));
    }

    private void train(TrainStage stage, StageFolder stageFolder, int index, RunListener listener)
            throws IOException, InterruptedException {
        PreparedStage prepared =
                stop.interruptibly(() -> PreparedStage.prepare(stage, modelOf(stage.from()), data, listener));
        StageContext context =
                new StageContext(stageFolder, prepared.start(), recipe.seed(), listener, provenance, stop);
        Trainer trainer = new Trainer(stage, context, prepared.task(), prepared.data(), prepared.validation());
        listener.stageStarted(stage.name(), index, recipe.stages().size(), trainer.totalSteps());
        Optional<Path> latest = stageFolder.latest();
        HuggingFaceFolder weights = latest.isPresent() ? HuggingFaceFolder.open(latest.get()) : prepared.start();
        try (PretrainedModel model = stop.interruptibly(() -> prepared.load(weights, recipe.seed(), device))) {
            if (latest.isEmpty()) {
                tellNewTensors(stage, model, prepared, listener);
            }
            StageFacts.of(prepared, model, trainer.totalSteps()).writeIfNew(stageFolder.path());
            trainer.train(model);
        }
    }

    private static void tellNewTensors(
            TrainStage stage, PretrainedModel model, PreparedStage prepared, RunListener listener) {
        if (!model.newTensors().isEmpty()) {
            listener.message("stage " + stage.name() + ": not in "
                    + prepared.start().path() + " and newly initialized: " + String.join(", ", model.newTensors()));
        }
    }

    private void evaluate(EvaluateStage stage, int index, RunListener listener)
            throws IOException, InterruptedException {
        listener.stageStarted(
                stage.name(), index, recipe.stages().size(), stage.models().size());
        for (String model : stage.models()) {
            Evaluation evaluation = ModelEvaluation.evaluate(
                    model,
                    modelOf(model),
                    data.get(stage.data()),
                    new ModelEvaluation.Sizes(stage.perDeviceEvalBatchSize(), stage.maxLength()),
                    listener);
            Path file = folder.evaluation(stage.name(), model);
            Files.createDirectories(file.getParent());
            AtomicFiles.writeFile(file, path -> StrictJson.write(evaluation.toJson(), path));
            history.evaluated(stage.name(), evaluation, file);
            listener.message(evaluation.toText(100));
        }
        listener.stageFinished(stage.name());
    }

    /** The folder of a model by the name of the stage that made it. */
    private Path modelOf(String stage) throws IOException {
        if (!stage.equals(Recipe.INITIAL)) {
            return folder.stage(stage)
                    .result()
                    .orElseThrow(() -> new IllegalStateException("stage " + stage + " is not finished"));
        }
        return pretrained == null ? folder.initialModel() : pretrained;
    }

    private void export(RunListener listener) throws IOException, InterruptedException {
        Export export = recipe.export();
        if (export != null) {
            stop.interruptibly(() -> write(export));
            listener.message("exported " + export.path());
        }
    }

    private void write(Export export) throws IOException {
        Path source = modelOf(export.stage());
        try (PretrainedModel model = PretrainedModel.load(source, Device.cpu())) {
            HuggingFaceFolderWriter files = GivenTokenizer.copy(HuggingFaceFolder.open(source), model.files())
                    .json(Provenance.FILE, provenance.toJson());
            if (mode == StartMode.NEW) {
                files.write(export.path());
            } else {
                files.replace(export.path());
            }
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
