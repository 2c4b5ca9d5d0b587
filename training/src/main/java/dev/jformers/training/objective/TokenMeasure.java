package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts tokens that were guessed. */
final class TokenMeasure implements Measure {

    /** The values that it measures, the loss among them. */
    static final List<String> METRICS = List.of("eval_loss", "eval_perplexity", "eval_accuracy");

    private long correct;
    private long total;

    @Override
    public void add(int[] examples, Batch batch, NDArray logits) {
        if (batch.labels().length == 0) {
            return;
        }
        add(right(batch, logits));
    }

    /** Takes which tokens of a batch were guessed. */
    void add(boolean[] right) {
        for (boolean each : right) {
            correct += each ? 1 : 0;
        }
        total += right.length;
    }

    /** Which of a batch's tokens, at least one, were guessed. */
    static boolean[] right(Batch batch, NDArray logits) {
        try (NDArray guesses = logits.argMax(-1)) {
            long[] guessed = guesses.toLongArray();
            boolean[] right = new boolean[guessed.length];
            for (int i = 0; i < guessed.length; i++) {
                right[i] = guessed[i] == batch.labels()[i];
            }
            return right;
        }
    }

    @Override
    public Map<String, Double> values(double loss) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("eval_perplexity", Math.exp(loss));
        values.put("eval_accuracy", total == 0 ? 0 : (double) correct / total);
        return values;
    }
}
