package dev.jformers.training;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.training.data.DataFingerprint;
import dev.jformers.training.objective.EncodedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run remembers of a train stage beside its checkpoints; kept in the stage's folder, so that a resumed run knows it too.
 *
 * @param kind what it learns, in words
 * @param facts by name, in the order shown
 * @param data which data it read
 */
record StageFacts(String kind, Map<String, String> facts, List<DataFingerprint> data) {

    private static final String FILE = "stage.json";

    static StageFacts of(PreparedStage prepared, PretrainedModel model, long totalSteps) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Training data", described(prepared.data()));
        List<DataFingerprint> data = new ArrayList<>(fingerprints(prepared.data()));
        if (prepared.validation() != null) {
            facts.put("Validation data", described(prepared.validation()));
            data.addAll(fingerprints(prepared.validation()));
        }
        facts.put("Parameters", String.format(Locale.ROOT, "%,d", parameters(model)));
        facts.put("Optimizer steps", String.format(Locale.ROOT, "%,d", totalSteps));
        facts.put("Starts from", prepared.start().path().toString());
        if (!model.newTensors().isEmpty()) {
            facts.put("Newly initialized", String.join(", ", model.newTensors()));
        }
        return new StageFacts(prepared.task().kind(), facts, data);
    }

    private static long parameters(PretrainedModel model) {
        return model.weights().values().stream().mapToLong(NDArray::size).sum();
    }

    private static List<DataFingerprint> fingerprints(EncodedData data) {
        return data.source().fingerprints();
    }

    private static String described(EncodedData data) {
        int rows = data.examples().size();
        int texts = data.source().examples().size();
        long tokens = Arrays.stream(data.lengths()).asLongStream().sum();
        return String.format(
                Locale.ROOT,
                "%s: %,d %s of %.1f tokens%s%s",
                data.source().fingerprint().file(),
                rows,
                data.packed() ? "rows" : "examples",
                (double) tokens / rows,
                data.packed() ? String.format(Locale.ROOT, ", out of %,d text%s", texts, texts == 1 ? "" : "s") : "",
                data.truncated() == 0 ? "" : String.format(Locale.ROOT, ", %,d of them truncated", data.truncated()));
    }

    /**
     * Compares the data that a stage began with, if it did, with the data of today.
     *
     * @param now the data of the whole run
     * @throws InvalidInputException if the data have changed since
     */
    static void requireSameData(Path stageFolder, List<DataFingerprint> now) throws IOException {
        if (!Files.exists(stageFolder.resolve(FILE))) {
            return;
        }
        for (DataFingerprint before : read(stageFolder).data()) {
            if (!now.contains(before)) {
                throw new InvalidInputException(
                        before.file() + " is not the file that this run started with (its sha256 was " + before.sha256()
                                + "); put the old file back, or start anew with --overwrite.");
            }
        }
    }

    /** Writes the facts into the folder of a stage that starts; those of one that goes on stay. */
    void writeIfNew(Path stageFolder) throws IOException {
        if (!Files.exists(stageFolder.resolve(FILE))) {
            write(stageFolder);
        }
    }

    private void write(Path stageFolder) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind);
        JsonObject named = new JsonObject();
        facts.forEach(named::addProperty);
        json.add("facts", named);
        JsonArray fingerprints = new JsonArray();
        data.forEach(each -> fingerprints.add(each.toJson()));
        json.add("data", fingerprints);
        Files.createDirectories(stageFolder);
        AtomicFiles.writeFile(stageFolder.resolve(FILE), file -> StrictJson.write(json, file));
    }

    static StageFacts read(Path stageFolder) throws IOException {
        JsonObject json = StrictJson.read(stageFolder.resolve(FILE));
        Map<String, String> facts = new LinkedHashMap<>();
        json.getAsJsonObject("facts").asMap().forEach((name, value) -> facts.put(name, value.getAsString()));
        List<DataFingerprint> data = new ArrayList<>();
        json.getAsJsonArray("data").forEach(each -> data.add(DataFingerprint.fromJson(each.getAsJsonObject())));
        return new StageFacts(json.get("kind").getAsString(), facts, data);
    }
}
