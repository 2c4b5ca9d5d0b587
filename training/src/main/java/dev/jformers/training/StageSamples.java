package dev.jformers.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.training.metrics.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the model of a finished train stage made up; kept in the stage's folder, so that a resumed run has it too. */
final class StageSamples {

    private static final String FILE = "samples.json";

    private StageSamples() {}

    /** Whether they are made already. */
    static boolean exist(Path stageFolder) {
        return Files.exists(stageFolder.resolve(FILE));
    }

    static void write(List<Sample> samples, Path stageFolder) throws IOException {
        JsonArray array = new JsonArray();
        for (Sample sample : samples) {
            JsonObject one = new JsonObject();
            one.addProperty("prompt", sample.prompt());
            one.addProperty("text", sample.text());
            array.add(one);
        }
        JsonObject json = new JsonObject();
        json.add("samples", array);
        AtomicFiles.writeFile(stageFolder.resolve(FILE), file -> StrictJson.write(json, file));
    }

    static List<Sample> read(Path stageFolder) throws IOException {
        List<Sample> samples = new ArrayList<>();
        if (exist(stageFolder)) {
            JsonObject json = StrictJson.read(stageFolder.resolve(FILE));
            for (JsonElement each : json.getAsJsonArray("samples")) {
                JsonObject one = each.getAsJsonObject();
                samples.add(new Sample(
                        one.get("prompt").getAsString(), one.get("text").getAsString()));
            }
        }
        return samples;
    }
}
