package dev.jformers.training.metrics;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.stream.IntStream;

/** Writes an {@link Evaluation} as JSON: the metrics by Hugging Face's names, the rest by scikit-learn's. */
final class EvaluationJson {
    private EvaluationJson() {}

    static JsonObject of(Evaluation evaluation) {
        JsonObject json = new JsonObject();
        json.addProperty("model", evaluation.name());
        json.addProperty("dataset", evaluation.dataFile());
        json.addProperty("eval_samples", evaluation.examples());
        evaluation.values().forEach((name, value) -> json.add(name, number(value)));
        json.add("per_class", perClass(evaluation.metrics()));
        json.add("confusion_matrix", matrix(evaluation.metrics().confusion()));
        json.add("mistakes", mistakes(evaluation));
        return json;
    }

    private static JsonObject perClass(ClassificationMetrics metrics) {
        JsonObject json = new JsonObject();
        for (ClassScore score : metrics.classes()) {
            JsonObject figures = new JsonObject();
            figures.addProperty("precision", score.precision());
            figures.addProperty("recall", score.recall());
            figures.addProperty("f1", score.f1());
            figures.addProperty("support", score.support());
            json.add(score.name(), figures);
        }
        return json;
    }

    private static JsonObject matrix(ConfusionMatrix confusion) {
        JsonArray labels = new JsonArray();
        confusion.names().forEach(labels::add);
        JsonArray counts = new JsonArray();
        for (int actual = 0; actual < confusion.size(); actual++) {
            JsonArray row = new JsonArray();
            int of = actual;
            IntStream.range(0, confusion.size()).forEach(predicted -> row.add(confusion.count(of, predicted)));
            counts.add(row);
        }
        JsonObject json = new JsonObject();
        json.add("labels", labels);
        json.add("counts", counts);
        return json;
    }

    private static JsonArray mistakes(Evaluation evaluation) {
        JsonArray json = new JsonArray();
        for (Mistake mistake : evaluation.mistakes()) {
            JsonObject one = new JsonObject();
            one.addProperty("text", mistake.text());
            one.addProperty("expected", mistake.expected());
            one.addProperty("predicted", mistake.predicted());
            one.add("probability", number(mistake.probability()));
            one.add("expected_probability", number(mistake.expectedProbability()));
            json.add(one);
        }
        return json;
    }

    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }
}
