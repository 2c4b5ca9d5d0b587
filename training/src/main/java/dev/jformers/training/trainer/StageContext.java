package dev.jformers.training.trainer;

import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.progress.RunListener;

/**
 * What surrounds the training of a stage.
 *
 * @param folder takes the checkpoints
 * @param tokenizer the folder whose tokenizer the checkpoints take
 * @param seed of the run
 * @param listener hears how it goes
 * @param provenance travels with the checkpoints
 * @param stop whether to save a checkpoint after the step at hand, and leave
 */
public record StageContext(
        StageFolder folder,
        HuggingFaceFolder tokenizer,
        long seed,
        RunListener listener,
        Provenance provenance,
        StopRequest stop) {}
