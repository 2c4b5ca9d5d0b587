package dev.jformers.training.trainer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.Build;
import dev.jformers.training.data.DataFingerprint;
import dev.jformers.training.recipe.PretrainedFolder;
import dev.jformers.training.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What made the weights of a run; it travels with every checkpoint and with the export, as {@value #FILE}.
 *
 * @param recipe the run's recipe with all defaults
 * @param data what it trains on and what it is measured on
 */
public record Provenance(Recipe recipe, List<DataFingerprint> data) {

    /** The name of its file. */
    public static final String FILE = "provenance.json";

    public Provenance {
        data = List.copyOf(data);
    }

    /** Whether a folder is an export of a run. */
    public static boolean isOfExport(Path folder) {
        return Files.exists(folder.resolve(FILE)) && !Checkpoint.isIn(folder);
    }

    /** The content of its file, with the time at which this is asked for. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("jformers", Build.current().version());
        json.addProperty("commit", Build.current().commit());
        json.addProperty("written", Instant.now().toString());
        json.addProperty("seed", recipe.seed());
        json.addProperty("base_model", baseModel());
        JsonArray files = new JsonArray();
        data.forEach(each -> files.add(each.toJson()));
        json.add("data", files);
        json.addProperty("recipe", recipe.toYaml());
        return json;
    }

    /** The same for people, the recipe apart: by name, in the order shown. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("jformers", Build.current().version());
        facts.put("commit", Build.current().commit());
        facts.put("seed", Long.toString(recipe.seed()));
        facts.put("base model", baseModel());
        data.forEach(each -> facts.put("sha256 of " + each.file(), each.sha256()));
        return facts;
    }

    private String baseModel() {
        return recipe.model() instanceof PretrainedFolder source ? source.path() : "random weights";
    }
}
