package dev.jformers.training;

import ai.djl.Device;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.objective.EncodedData;
import dev.jformers.training.objective.Task;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.recipe.TrainStage;
import dev.jformers.training.trainer.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A train stage with its data in memory, ready to be trained.
 *
 * @param stage what the recipe says
 * @param start the folder of the model that it starts from
 * @param task its objective at work
 * @param data the training data in tokens
 * @param validation the validation data in tokens; null where there is none
 */
record PreparedStage(
        TrainStage stage,
        HuggingFaceFolder start,
        Task task,
        EncodedData data,
        @Nullable EncodedData validation) {

    /**
     * Tokenizes the data.
     *
     * @param model the folder of the model that the stage starts from
     * @param data the run's data
     * @throws InvalidInputException if data, model and stage do not fit
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    static PreparedStage prepare(TrainStage stage, Path model, RunData data, RunListener listener)
            throws IOException, InterruptedException {
        HuggingFaceFolder start = HuggingFaceFolder.open(model);
        Dataset training = data.get(stage.train());
        Task task = stage.objective().newTask(start, training);
        Rows rows = new Rows(model, stage.maxLength());
        EncodedData encoded = encode(training, task, rows, listener);
        DataConfig held = stage.validation();
        EncodedData validation = held == null ? null : encode(data.get(held), task, rows, listener);
        return new PreparedStage(stage, start, task, encoded, validation);
    }

    /**
     * @param model the folder with the tokenizer
     * @param maxLength the most tokens of a row
     */
    record Rows(Path model, int maxLength) {}

    static EncodedData encode(Dataset source, Task task, Rows rows, RunListener listener) throws InterruptedException {
        EncodedData data = task.encode(source, rows.model(), rows.maxLength());
        if (data.truncated() > 0) {
            listener.message("%,d of %,d texts in %s are longer than max_length and were truncated"
                    .formatted(
                            data.truncated(),
                            data.examples().size(),
                            source.fingerprint().file()));
        }
        return data;
    }

    /**
     * Loads the model to train.
     *
     * @param checkpoint the folder with its weights
     * @param seed of the run, for the parameters of a new head
     */
    PretrainedModel load(HuggingFaceFolder checkpoint, long seed, Device device) {
        ModelDescription description = task.describe(ModelDescription.of(checkpoint));
        Double dropout = stage.dropout();
        Seeds.ofStage(seed, stage.name()).seedInitialization();
        return PretrainedModel.load(
                checkpoint,
                dropout == null ? description : description.withDropout(dropout),
                PretrainedModel.Use.TRAINING,
                device);
    }
}
