package dev.jformers.training.trainer;

import dev.jformers.training.objective.Batch;
import java.util.List;

/**
 * What one optimizer step reads.
 *
 * @param step optimizer steps done before it
 * @param batches its micro-batches
 */
record StepBatches(long step, List<Batch> batches) {

    /** The number of predictions over which the loss is averaged; at least 1. */
    long predictions() {
        return Math.max(
                1, batches.stream().mapToLong(batch -> batch.labels().length).sum());
    }

    long examples() {
        return batches.stream().mapToLong(batch -> batch.inputs().rows()).sum();
    }

    long tokens() {
        return batches.stream().mapToLong(Batch::tokens).sum();
    }

    /** Tokens and padding. */
    long places() {
        return batches.stream().mapToLong(Batch::places).sum();
    }
}
