package dev.jformers.training.trainer;

import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.GivenTokenizer;
import dev.jformers.torch.AdamW;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All that a stage needs to go on: a Hugging Face folder with the weights, the optimizer's state and the trainer's.
 *
 * @param folder where it is
 */
record Checkpoint(Path folder) {

    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String STATE = "trainer_state.json";

    /**
     * Writes it whole or not at all, in place of the one that is there if any.
     *
     * @param context says whose tokenizer it takes, and what made it
     * @throws IOException if it cannot be written: what room it takes, what is left, and how to go on
     */
    static void write(Path folder, PretrainedModel model, AdamW optimizer, TrainerState state, StageContext context)
            throws IOException {
        SafetensorsWriter moments = new SafetensorsWriter().addAll(optimizer.state());
        HuggingFaceFolderWriter files = GivenTokenizer.copy(context.tokenizer(), model.files())
                .json(Provenance.FILE, context.provenance().toJson())
                .file(OPTIMIZER, moments::writePlainly)
                .file(STATE, path -> StrictJson.write(state.toJson(), path));
        try {
            files.replace(folder);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // beside each weight its two moments
            long weights = model.weights().values().stream()
                    .mapToLong(weight -> weight.size() * weight.getDataType().getNumOfBytes())
                    .sum();
            throw notWritten(context.folder(), 3 * weights, e);
        }
    }

    private static IOException notWritten(StageFolder stage, long bytes, IOException why) throws IOException {
        String room = "a checkpoint takes about %,d MB, and %,d MB are free there"
                .formatted(
                        1 + bytes / 1_000_000, Files.getFileStore(stage.path()).getUsableSpace() / 1_000_000);
        String kept = stage.latest()
                .map(latest -> "The checkpoints up to " + latest + " are whole")
                .orElse("There is no earlier checkpoint");
        return new IOException(
                why.getMessage() + "; " + room + ". " + kept + ". Make room (a smaller save_total_limit keeps fewer"
                        + " checkpoints), then go on with --resume.",
                why);
    }

    /** Whether a folder is one: unlike an export, it holds what training needs to go on. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(STATE));
    }

    TrainerState state() throws IOException {
        return TrainerState.fromJson(StrictJson.read(folder.resolve(STATE)));
    }

    void restore(AdamW optimizer) throws IOException {
        Safetensors moments = Safetensors.open(folder.resolve(OPTIMIZER));
        optimizer.restore(moments::array);
    }
}
