package dev.jformers.training.trainer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
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

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeSpecialFloatingPointValues()
            .create();

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

    String toJson() {
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
        return GSON.toJson(json);
    }

    private static JsonObject entryJson(LogEntry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("step", entry.step());
        json.addProperty("epoch", entry.epoch());
        entry.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(value -> json.addProperty(value.getKey(), value.getValue()));
        return json;
    }

    static TrainerState fromJson(String text) {
        JsonObject json = GSON.fromJson(text, JsonObject.class);
        TrainerState state = new TrainerState();
        state.step = json.get("global_step").getAsLong();
        state.epoch = json.get("epoch").getAsDouble();
        state.bestMetric =
                json.has("best_metric") ? (Double) json.get("best_metric").getAsDouble() : null;
        state.bestCheckpoint = json.has("best_model_checkpoint")
                ? json.get("best_model_checkpoint").getAsString()
                : null;
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

    private static LogEntry entry(JsonObject json) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> value : json.entrySet()) {
            values.put(value.getKey(), value.getValue().getAsDouble());
        }
        values.keySet().removeAll(List.of("step", "epoch"));
        return new LogEntry(json.get("step").getAsLong(), json.get("epoch").getAsDouble(), values);
    }
}
