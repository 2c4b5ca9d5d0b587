package dev.jformers;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a model's folder says that texts are generated. Immutable. */
public final class GenerationSettings {

    private static final String FILE = "generation_config.json";

    /** What {@code config.json} may say of it. */
    private static final List<String> KEYS =
            List.of("eos_token_id", "pad_token_id", "forced_bos_token_id", "forced_eos_token_id");

    private final JsonObject settings;

    private GenerationSettings(JsonObject settings) {
        this.settings = settings;
    }

    /**
     * Reads the tokens that {@code config.json} names, and {@code generation_config.json} where there is one.
     *
     * @param folder of the model
     * @throws InvalidInputException if a setting is unknown or its value is impossible
     * @throws IOException if the file cannot be read
     */
    public static GenerationSettings read(Path folder, ModelDescription description) throws IOException {
        JsonObject settings = new JsonObject();
        for (String key : KEYS) {
            JsonElement value = description.config().get(key);
            if (value != null && !value.isJsonNull()) {
                settings.add(key, value);
            }
        }
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            change(settings, StrictJson.read(file));
        }
        GenerationJson.of(file.toString(), settings);
        return new GenerationSettings(settings);
    }

    /** The same with as many new tokens at most, where the folder says no length. */
    GenerationSettings orAtMost(int newTokens) {
        JsonObject changed = settings.deepCopy();
        if (!changed.has("max_new_tokens") && !changed.has("max_length")) {
            changed.addProperty("max_new_tokens", newTokens);
        }
        return new GenerationSettings(changed);
    }

    public GenerationConfig config() {
        return GenerationJson.of(FILE, settings);
    }

    /**
     * The same with some settings changed.
     *
     * @param changes by Hugging Face's names
     * @throws InvalidInputException if a key is unknown or its value is impossible
     */
    public GenerationConfig config(JsonObject changes) {
        JsonObject changed = settings.deepCopy();
        change(changed, changes);
        return GenerationJson.of("the settings", changed);
    }

    /** A length that is asked for goes before a number of tokens that was there. */
    private static void change(JsonObject settings, JsonObject changes) {
        if (changes.has("max_length") && !changes.has("max_new_tokens")) {
            settings.remove("max_new_tokens");
        }
        changes.asMap().forEach(settings::add);
    }
}
