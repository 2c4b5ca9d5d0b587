package dev.jformers.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.training.data.DataFingerprint;
import dev.jformers.training.trainer.EncodedData;
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

    static StageFacts of(PreparedStage prepared, long parameters, long totalSteps) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Training data", described(prepared.data()));
        List<DataFingerprint> data = new ArrayList<>(List.of(fingerprint(prepared.data())));
        if (prepared.validation() != null) {
            facts.put("Validation data", described(prepared.validation()));
            data.add(fingerprint(prepared.validation()));
        }
        facts.put("Parameters", String.format(Locale.ROOT, "%,d", parameters));
        facts.put("Optimizer steps", String.format(Locale.ROOT, "%,d", totalSteps));
        facts.put("Starts from", prepared.start().path().toString());
        return new StageFacts(prepared.task().kind(), facts, data);
    }

    private static DataFingerprint fingerprint(EncodedData data) {
        return data.source().fingerprint();
    }

    private static String described(EncodedData data) {
        int examples = data.examples().size();
        long tokens = Arrays.stream(data.lengths()).asLongStream().sum();
        return String.format(
                Locale.ROOT,
                "%s: %,d examples of %.1f tokens%s",
                data.source().fingerprint().file(),
                examples,
                (double) tokens / examples,
                data.truncated() == 0 ? "" : String.format(Locale.ROOT, ", %,d of them truncated", data.truncated()));
    }

    /**
     * Writes the facts into the folder of a stage that starts; of one that goes on, checks that it goes on with the same data.
     *
     * @throws InvalidInputException if the data have changed since the stage started
     */
    void writeOrCompare(Path stageFolder) throws IOException {
        if (!Files.exists(stageFolder.resolve(FILE))) {
            write(stageFolder);
            return;
        }
        List<DataFingerprint> before = read(stageFolder).data();
        for (DataFingerprint now : data) {
            if (!before.contains(now)) {
                throw new InvalidInputException(
                        now.file() + " is not the file that this run started with (its sha256 is " + now.sha256()
                                + "); put the old file back, or start anew with --overwrite.");
            }
        }
    }

    private void write(Path stageFolder) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind);
        JsonObject named = new JsonObject();
        facts.forEach(named::addProperty);
        json.add("facts", named);
        json.add("data", dataJson());
        Files.createDirectories(stageFolder);
        AtomicFiles.writeFile(stageFolder.resolve(FILE), file -> StrictJson.write(json, file));
    }

    private JsonArray dataJson() {
        JsonArray array = new JsonArray();
        for (DataFingerprint each : data) {
            JsonObject json = new JsonObject();
            json.addProperty("file", each.file());
            json.addProperty("sha256", each.sha256());
            json.addProperty("examples", each.examples());
            array.add(json);
        }
        return array;
    }

    static StageFacts read(Path stageFolder) throws IOException {
        JsonObject json = StrictJson.read(stageFolder.resolve(FILE));
        Map<String, String> facts = new LinkedHashMap<>();
        json.getAsJsonObject("facts").asMap().forEach((name, value) -> facts.put(name, value.getAsString()));
        List<DataFingerprint> data = new ArrayList<>();
        json.getAsJsonArray("data").forEach(element -> {
            JsonObject each = element.getAsJsonObject();
            data.add(new DataFingerprint(
                    each.get("file").getAsString(),
                    each.get("sha256").getAsString(),
                    each.get("examples").getAsLong()));
        });
        return new StageFacts(json.get("kind").getAsString(), facts, data);
    }
}
