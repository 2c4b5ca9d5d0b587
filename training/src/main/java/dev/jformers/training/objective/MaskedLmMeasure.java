package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Counts hidden tokens that were guessed. */
final class MaskedLmMeasure implements Measure {

    private long correct;
    private long total;

    @Override
    public void add(int[] examples, Batch batch, NDArray logits) {
        if (batch.labels().length == 0) {
            return;
        }
        try (NDArray guesses = logits.argMax(-1)) {
            long[] guessed = guesses.toLongArray();
            for (int i = 0; i < guessed.length; i++) {
                correct += guessed[i] == batch.labels()[i] ? 1 : 0;
            }
        }
        total += batch.labels().length;
    }

    @Override
    public Map<String, Double> values() {
        return Map.of("eval_accuracy", total == 0 ? 0 : (double) correct / total);
    }
}
