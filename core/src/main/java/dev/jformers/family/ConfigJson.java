package dev.jformers.family;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.layer.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads a {@code config.json} key by key; whatever is wrong is reported with the file, the key and the value. */
public final class ConfigJson {

    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "gelu", Activation.GELU,
            "gelu_new", Activation.GELU_TANH,
            "gelu_fast", Activation.GELU_TANH,
            "gelu_pytorch_tanh", Activation.GELU_TANH,
            "relu", Activation.RELU,
            "relu2", Activation.SQUARED_RELU,
            "silu", Activation.SILU,
            "swish", Activation.SILU,
            "tanh", Activation.TANH);

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

    /** A whole number, negative ones too. */
    public int integer(String key, int absent) {
        JsonElement value = json.get(key);
        return value == null || value.isJsonNull() ? absent : whole(key, value);
    }

    /** Whether a value is a list. */
    public boolean isList(String key) {
        return json.get(key) instanceof JsonArray;
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

    /** Whether something is so. */
    public boolean flag(String key, boolean absent) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            return absent;
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        throw new InvalidInputException(file + ": " + key + " is " + value + " but must be true or false.");
    }

    /** Whether a key is there, and not null. */
    public boolean has(String key) {
        JsonElement value = json.get(key);
        return value != null && !value.isJsonNull();
    }

    /** An object within this one; empty where it is missing or null. */
    public ConfigJson inner(String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            return new ConfigJson(file + ", " + key, new JsonObject());
        }
        if (value instanceof JsonObject object) {
            return new ConfigJson(file + ", " + key, object);
        }
        throw new InvalidInputException(file + ": " + key + " is " + value + " but must be an object.");
    }

    /** The names in a list of texts; empty where it is missing or null. */
    public List<String> texts(String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            return List.of();
        }
        if (!(value instanceof JsonArray list)) {
            throw new InvalidInputException(file + ": " + key + " is " + value + " but must be a list of texts.");
        }
        return list.asList().stream()
                .map(entry -> primitive(key, entry, "a list of texts"))
                .toList();
    }

    /** The activation of a key, by Hugging Face's names. */
    public Activation activation(String key, String absent) {
        return choice(key, absent, ACTIVATIONS);
    }

    /** {@code pad_token_id}, which must be a row of the vocabulary; -1 where it is null. */
    public int padding(int absent) {
        if (!has("pad_token_id")) {
            return json.has("pad_token_id") ? -1 : absent;
        }
        int padding = count("pad_token_id", absent);
        int vocabulary = size("vocab_size");
        if (padding >= vocabulary) {
            throw problem("pad_token_id is " + padding + " but must be below vocab_size (" + vocabulary + ").");
        }
        return padding;
    }

    /** Two sizes of which the first must be a multiple of the second. */
    public void requireMultiple(String key, int value, String divisorKey, int divisor) {
        if (value % divisor != 0) {
            int below = value / divisor * divisor;
            String near = below == 0 ? Integer.toString(divisor) : below + " or " + (below + divisor);
            throw problem(key + " is " + value + " but must be a multiple of " + divisorKey + " (" + divisor + "); use "
                    + near + ".");
        }
    }

    /** The text of the first entry of a list, or {@code absent}. */
    public String first(String key, String absent) {
        JsonElement value = json.get(key);
        return value instanceof JsonArray list && !list.isEmpty() ? primitive(key, list.get(0), "a text") : absent;
    }

    /** The names in {@code id2label} in the order of their ids; {@code LABEL_0} and so on where there are none. */
    public List<String> labels() {
        if (!(json.get("id2label") instanceof JsonObject names)) {
            return IntStream.range(0, count("num_labels", 2))
                    .mapToObj(id -> "LABEL_" + id)
                    .toList();
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
