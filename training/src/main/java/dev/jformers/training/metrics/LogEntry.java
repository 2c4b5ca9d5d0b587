package dev.jformers.training.metrics;

import java.util.Map;

/**
 * One entry of a stage's log, as Hugging Face's {@code log_history} has it.
 *
 * @param step optimizer steps done
 * @param epoch passes over the training data done, with its fraction
 * @param values measured values by name: {@code loss, learning_rate, grad_norm, tokens_per_second, padding_share} after
 *     training steps; {@code eval_loss, eval_accuracy, eval_macro_f1 ...} after an evaluation
 */
public record LogEntry(long step, double epoch, Map<String, Double> values) {

    public LogEntry {
        values = Map.copyOf(values);
    }
}
