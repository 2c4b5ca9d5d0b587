package dev.jformers.training.trainer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.training.metrics.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a stage stands, the weights and the optimizer apart: {@code trainer_state.json}, with Hugging Face's keys. */
final class TrainerState {

    long step;
    double epoch;
    /** Sum of the losses of the steps since the last log entry. */
    double lossSum;

    long lossSteps;
    long tokens;
    long places;

    @Nullable
    Double bestMetric;

    @Nullable
    String bestCheckpoint;

    int evaluationsWithoutBetter;
    boolean stoppedEarly;
    final List<LogEntry> log = new ArrayList<>();

    /** Whether the weights as they are now have been measured. */
    boolean isEvaluated() {
        return log.stream()
                .anyMatch(entry -> entry.step() == step && entry.values().containsKey("eval_loss"));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("global_step", step);
        json.addProperty("epoch", epoch);
        json.addProperty("best_metric", bestMetric);
        json.addProperty("best_model_checkpoint", bestCheckpoint);
        json.addProperty("early_stopping_patience_counter", evaluationsWithoutBetter);
        json.addProperty("stopped_early", stoppedEarly);
        json.addProperty("loss_sum", lossSum);
        json.addProperty("loss_steps", lossSteps);
        json.addProperty("tokens", tokens);
        json.addProperty("places", places);
        JsonArray history = new JsonArray();
        log.forEach(entry -> history.add(entryJson(entry)));
        json.add("log_history", history);
        return json;
    }

    private static JsonObject entryJson(LogEntry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("step", entry.step());
        json.addProperty("epoch", entry.epoch());
        entry.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(value -> json.addProperty(value.getKey(), finiteOrNull(value.getValue())));
        return json;
    }

    /** JSON has no number for what is not finite, as the loss of an evaluation may be. */
    private static @Nullable Double finiteOrNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static TrainerState fromJson(JsonObject json) {
        TrainerState state = new TrainerState();
        state.step = json.get("global_step").getAsLong();
        state.epoch = json.get("epoch").getAsDouble();
        state.bestMetric = isNull(json, "best_metric")
                ? null
                : (Double) json.get("best_metric").getAsDouble();
        state.bestCheckpoint = isNull(json, "best_model_checkpoint")
                ? null
                : json.get("best_model_checkpoint").getAsString();
        state.evaluationsWithoutBetter =
                json.get("early_stopping_patience_counter").getAsInt();
        state.stoppedEarly = json.get("stopped_early").getAsBoolean();
        state.lossSum = json.get("loss_sum").getAsDouble();
        state.lossSteps = json.get("loss_steps").getAsLong();
        state.tokens = json.get("tokens").getAsLong();
        state.places = json.get("places").getAsLong();
        json.getAsJsonArray("log_history").forEach(entry -> state.log.add(entry(entry.getAsJsonObject())));
        return state;
    }

    private static boolean isNull(JsonObject json, String key) {
        return !json.has(key) || json.get(key).isJsonNull();
    }

    private static LogEntry entry(JsonObject json) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> value : json.entrySet()) {
            values.put(
                    value.getKey(),
                    value.getValue().isJsonNull()
                            ? Double.NaN
                            : value.getValue().getAsDouble());
        }
        values.keySet().removeAll(List.of("step", "epoch"));
        return new LogEntry(json.get("step").getAsLong(), json.get("epoch").getAsDouble(), values);
    }
}
