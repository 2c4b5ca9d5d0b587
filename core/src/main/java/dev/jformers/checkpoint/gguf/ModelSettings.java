package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import java.util.Optional;

/** Reads a {@code config.json} that stands for a model already, so that its values are known to be of their types. */
record ModelSettings(JsonObject config) {

    String architecture() {
        return config.get("architectures") instanceof JsonArray names && !names.isEmpty()
                ? names.get(0).getAsString()
                : "missing";
    }

    boolean has(String key) {
        return config.get(key) instanceof JsonPrimitive;
    }

    /**
     * @throws InvalidInputException if it is missing
     */
    long required(String key) {
        return Math.round(number(key)
                .orElseThrow(() -> new InvalidInputException(
                        "config.json has no " + key + " but GGUF has to say it; write it down and export again")));
    }

    long integer(String key, long absent) {
        return Math.round(number(key, absent));
    }

    double number(String key, double absent) {
        return number(key).orElse(absent);
    }

    private Optional<Double> number(String key) {
        return Optional.ofNullable(config.get(key))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsDouble);
    }

    String text(String key, String absent) {
        return has(key) ? config.get(key).getAsString() : absent;
    }

    /**
     * @throws InvalidInputException if the value is another one, which the format cannot say
     */
    void requireOnly(String key, String value) {
        String actual = text(key, value);
        if (!actual.equals(value)) {
            throw new InvalidInputException("config.json: " + key + " is " + actual + " but GGUF has " + value
                    + " alone for such a model; choose another format");
        }
    }

    /** The settings below a key, or below another one that older files have; empty if neither is there. */
    ModelSettings inner(String key, String old) {
        JsonElement inner = config.get(key) instanceof JsonObject ? config.get(key) : config.get(old);
        return new ModelSettings(inner instanceof JsonObject object ? object : new JsonObject());
    }
}
