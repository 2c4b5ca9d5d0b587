package dev.jformers.training.metrics;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One classifier, measured on one data file.
 *
 * @param name what was evaluated: a model or a stage of a run
 * @param dataFile the file that it was evaluated on
 * @param metrics what the predictions are worth
 * @param loss mean cross-entropy an example, in nats
 * @param examplesPerSecond how fast it went
 * @param mistakes examples that it got wrong; the most confident {@value #MOST_MISTAKES} are kept, the most confident first
 */
public record Evaluation(
        String name,
        String dataFile,
        ClassificationMetrics metrics,
        double loss,
        double examplesPerSecond,
        List<Mistake> mistakes) {

    /** How many mistakes are kept. */
    public static final int MOST_MISTAKES = 50;

    public Evaluation {
        mistakes = mistakes.stream()
                .sorted(Mistake.MOST_CONFIDENT_FIRST)
                .limit(MOST_MISTAKES)
                .toList();
    }

    /** The number of examples evaluated. */
    public long examples() {
        return metrics.confusion().total();
    }

    /** The figures that a {@link LogEntry} takes, named as Hugging Face's Trainer names them. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("eval_loss", loss);
        values.put("eval_accuracy", metrics.accuracy());
        values.put("eval_macro_f1", metrics.macroF1());
        values.put("eval_samples_per_second", examplesPerSecond);
        return values;
    }

    /**
     * A table a class and the confusion matrix, in plain text without control characters.
     *
     * @param width the columns that the reader has
     */
    public String toText(int width) {
        return new EvaluationText(this, width).toString();
    }

    /** Everything, keys as Hugging Face's; a figure that is no finite number is null. */
    public JsonObject toJson() {
        return EvaluationJson.of(this);
    }
}
