package dev.jformers.tokenizer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside a tokenizer's files.
 *
 * @param tokenizer {@code tokenizer_config.json}, empty if there is none
 * @param model {@code config.json}, empty if there is none
 */
record TokenizerSettings(JsonObject tokenizer, JsonObject model) {

    static TokenizerSettings read(Path folder) throws IOException {
        return new TokenizerSettings(read(folder, "tokenizer_config.json"), read(folder, "config.json"));
    }

    private static JsonObject read(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? StrictJson.read(file) : new JsonObject();
    }

    /** Whose tokenizer it is, in small letters as in {@code model_type}; empty if nothing says so. */
    String family() {
        String name = text(tokenizer.get("tokenizer_class"), "");
        return name.isEmpty() || name.startsWith("PreTrained")
                ? text(model.get("model_type"), "")
                : name.replaceFirst("Tokenizer(Fast)?$", "").toLowerCase(Locale.ROOT);
    }

    boolean has(String key) {
        return tokenizer.get(key) instanceof JsonPrimitive;
    }

    boolean isSet(String key, boolean otherwise) {
        if (tokenizer.get(key) instanceof JsonPrimitive value && value.isBoolean()) {
            return value.getAsBoolean();
        }
        return otherwise;
    }

    int number(String key, int otherwise) {
        if (tokenizer.get(key) instanceof JsonPrimitive value
                && value.getAsString().matches("[0-9]{1,6}")) {
            return value.getAsInt();
        }
        return otherwise;
    }

    /** A special token, by its key, such as {@code eos_token}. */
    String token(String key, String otherwise) {
        JsonElement token = tokenizer.get(key);
        return text(token instanceof JsonObject described ? described.get("content") : token, otherwise);
    }

    private static String text(@Nullable JsonElement element, String otherwise) {
        if (element instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        return otherwise;
    }
}
