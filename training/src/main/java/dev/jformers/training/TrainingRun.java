package dev.jformers.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.jformers.InvalidInputException;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.torch.Torch;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.recipe.EvaluateStage;
import dev.jformers.training.recipe.Export;
import dev.jformers.training.recipe.NewModel;
import dev.jformers.training.recipe.PretrainedFolder;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.recipe.Stage;
import dev.jformers.training.recipe.TrainStage;
import dev.jformers.training.trainer.StageContext;
import dev.jformers.training.trainer.StageFolder;
import dev.jformers.training.trainer.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A run: stage after stage as the recipe says, then export and report. Holds the run's folder until it is closed. {@link
 * #requestStop} may be called from any thread, everything else from one.
 */
public final class TrainingRun implements AutoCloseable {

    /** The file of an export that says what made it. */
    static final String PROVENANCE = "provenance.json";

    private final Recipe recipe;
    private final RunData data;
    private final RunFolder folder;
    private final StartMode mode;
    private final RunHistory history;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Device device = Torch.defaultDevice();

    private TrainingRun(Recipe recipe, RunData data, RunFolder folder, StartMode mode) {
        this.recipe = recipe;
        this.data = data;
        this.folder = folder;
        this.mode = mode;
        this.history = new RunHistory(recipe, folder);
    }

    /**
     * Checks the model and the data of every stage, then takes the run's folder.
     *
     * @throws InvalidInputException if model and data do not fit, or the folder holds what the mode does not allow, or another
     *     process runs there
     */
    public static TrainingRun prepare(Recipe recipe, StartMode mode) throws IOException {
        RunFolder.check(recipe, mode);
        RunData data = RunChecks.check(recipe);
        RunFolder folder = RunFolder.open(recipe, mode);
        return new TrainingRun(recipe, data, folder, mode);
    }

    /** Asks for a checkpoint after the step at hand, and for the end of the run. Returns at once. */
    public void requestStop() {
        stop.set(true);
    }

    /**
     * Runs what is not done yet.
     *
     * @throws InvalidInputException if data and model do not fit
     * @throws dev.jformers.training.trainer.TrainingException if training diverges
     * @throws IOException if a file cannot be read or written
     */
    public RunResult run(RunListener listener) throws IOException, InterruptedException {
        if (recipe.model() instanceof NewModel model) {
            InitialModel.write(model, recipe.seed(), folder.initialModel(), device);
        }
        for (int i = 0; i < recipe.stages().size(); i++) {
            if (!runStage(i, listener)) {
                return new RunResult(
                        RunResult.Status.STOPPED, "Stopped; everything up to here is saved. Go on with --resume.\n");
            }
        }
        export(listener);
        return new RunResult(RunResult.Status.FINISHED, history.finish());
    }

    /** Returns false if the run was stopped in this stage. */
    private boolean runStage(int index, RunListener listener) throws IOException, InterruptedException {
        Stage stage = recipe.stages().get(index);
        data.keepFor(recipe.stages().subList(index, recipe.stages().size()));
        boolean done = true;
        if (stage instanceof TrainStage train) {
            done = train(train, index, listener);
        } else if (stage instanceof EvaluateStage evaluate) {
            evaluate(evaluate, index, listener);
        }
        return done && !(stop.get() && index < recipe.stages().size() - 1);
    }

    private boolean train(TrainStage stage, int index, RunListener listener) throws IOException, InterruptedException {
        StageFolder stageFolder = folder.stage(stage.name());
        stageFolder.clean();
        if (stageFolder.result().isPresent()) {
            history.trained(stage, stageFolder);
            listener.message("stage " + stage.name() + " is finished already");
            return true;
        }
        PreparedStage prepared = PreparedStage.prepare(stage, modelOf(stage.from()), data, listener);
        StageContext context = new StageContext(stageFolder, prepared.start(), recipe.seed(), listener, stop::get);
        Trainer trainer = new Trainer(stage, context, prepared.task(), prepared.data(), prepared.validation());
        listener.stageStarted(stage.name(), index, recipe.stages().size(), trainer.totalSteps());
        Optional<Path> latest = stageFolder.latest();
        HuggingFaceFolder weights = latest.isPresent() ? HuggingFaceFolder.open(latest.get()) : prepared.start();
        try (PretrainedModel model = prepared.load(weights, recipe.seed(), device)) {
            StageFacts.of(prepared, parameters(model), trainer.totalSteps()).writeOrCompare(stageFolder.path());
            if (trainer.train(model).isEmpty()) {
                return false;
            }
        }
        history.trained(stage, stageFolder);
        listener.stageFinished(stage.name());
        return true;
    }

    private static long parameters(PretrainedModel model) {
        return model.weights().values().stream().mapToLong(NDArray::size).sum();
    }

    private void evaluate(EvaluateStage stage, int index, RunListener listener) throws IOException {
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
        return recipe.model() instanceof PretrainedFolder source ? source.path() : folder.initialModel();
    }

    private void export(RunListener listener) throws IOException {
        Export export = recipe.export();
        if (export == null) {
            return;
        }
        Path source = modelOf(export.stage());
        try (PretrainedModel model = PretrainedModel.load(source, Device.cpu())) {
            HuggingFaceFolderWriter files =
                    model.files().copyTokenizer(HuggingFaceFolder.open(source)).json(PROVENANCE, history.provenance());
            if (mode == StartMode.NEW) {
                files.write(export.path());
            } else {
                files.replace(export.path());
            }
        }
        listener.message("exported " + export.path());
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
