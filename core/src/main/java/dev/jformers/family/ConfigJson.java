package dev.jformers.family;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a {@code config.json} key by key; whatever is wrong is reported with the file, the key and the value. */
public final class ConfigJson {

    private final String file;
    private final JsonObject json;

    /**
     * @param file what messages call it
     * @param json its content
     */
    public ConfigJson(String file, JsonObject json) {
        this.file = file;
        this.json = json;
    }

    public String text(String key, String absent) {
        JsonElement value = json.get(key);
        return value == null || value.isJsonNull() ? absent : primitive(key, value, "a text");
    }

    /** A whole number of at least 1 that must be there. */
    public int size(String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            throw new InvalidInputException(
                    file + ": " + key + " is missing but must be a whole number of at least 1.");
        }
        int size = whole(key, value);
        if (size < 1) {
            throw new InvalidInputException(file + ": " + key + " is " + size + " but must be at least 1.");
        }
        return size;
    }

    /** A whole number of at least 0. */
    public int count(String key, int absent) {
        JsonElement value = json.get(key);
        int count = value == null || value.isJsonNull() ? absent : whole(key, value);
        if (count < 0) {
            throw new InvalidInputException(file + ": " + key + " is " + count + " but must be at least 0.");
        }
        return count;
    }

    /** A number that is not negative. */
    public double number(String key, double absent) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            return absent;
        }
        double number = decimal(key, value);
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new InvalidInputException(
                    file + ": " + key + " is " + number + " but must be at least 0 and finite.");
        }
        return number;
    }

    /** A rate: at least 0 and below 1. */
    public double rate(String key, double absent) {
        double rate = number(key, absent);
        if (rate >= 1) {
            throw new InvalidInputException(file + ": " + key + " is " + rate + " but must be below 1.");
        }
        return rate;
    }

    /** The text of the first entry of a list, or {@code absent}. */
    public String first(String key, String absent) {
        JsonElement value = json.get(key);
        return value instanceof JsonArray list && !list.isEmpty() ? primitive(key, list.get(0), "a text") : absent;
    }

    /** The names in {@code id2label} in the order of their ids; empty where there is none. */
    public List<String> labels() {
        if (!(json.get("id2label") instanceof JsonObject names)) {
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        for (int id = 0; id < names.size(); id++) {
            JsonElement name = names.get(Integer.toString(id));
            if (name == null) {
                throw new InvalidInputException(file + ": id2label has " + names.size() + " entries but none for " + id
                        + "; ids must run from 0 without a gap.");
            }
            labels.add(primitive("id2label." + id, name, "a text"));
        }
        return List.copyOf(labels);
    }

    /** One of the given choices by its name in the file. */
    public <T> T choice(String key, String absent, Map<String, T> choices) {
        String name = text(key, absent);
        T choice = choices.get(name);
        if (choice == null) {
            throw new InvalidInputException(file + ": " + key + " is \"" + name + "\" but must be one of "
                    + choices.keySet().stream().sorted().toList() + ".");
        }
        return choice;
    }

    /** An error about a key of this file. */
    public InvalidInputException problem(String message) {
        return new InvalidInputException(file + ": " + message);
    }

    private int whole(String key, JsonElement value) {
        double number = decimal(key, value);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new InvalidInputException(file + ": " + key + " is " + value + " but must be a whole number.");
        }
        return (int) number;
    }

    private double decimal(String key, JsonElement value) {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            return value.getAsDouble();
        }
        throw new InvalidInputException(file + ": " + key + " is " + value + " but must be a number.");
    }

    private String primitive(String key, JsonElement value, String expected) {
        if (value.isJsonPrimitive()) {
            return value.getAsString();
        }
        throw new InvalidInputException(file + ": " + key + " is " + value + " but must be " + expected + ".");
    }
}
