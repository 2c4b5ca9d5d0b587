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
            "linear", Activation.IDENTITY,
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

    /** A whole number of at least 1. */
    public int size(String key, int absent) {
        return has(key) ? size(key) : absent;
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

    /** A number that is not negative, or 0 where the key says null, which switches off what it is for. */
    public double numberOrOff(String key, double absent) {
        return json.has(key) && !has(key) ? 0 : number(key, absent);
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

    /** Whether a key is there with the value null, where that means something else than its absence. */
    public boolean isNull(String key) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonNull();
    }

    /** The first of several names of the same key that is there, or else the first of all. */
    public String either(String... keys) {
        for (String key : keys) {
            if (has(key)) {
                return key;
            }
        }
        return keys[0];
    }

    /**
     * A setting that changes what a model computes, and of which one value alone can be met.
     *
     * @param met that value, a number, a text or a truth; it is also what an absent key means
     */
    public void requireOnly(String key, Object met) {
        JsonElement value = json.get(key);
        if (value != null && !value.isJsonNull() && !isSame(key, value, met)) {
            throw problem(
                    key + " is " + value + " but must be " + met + ": models with another value are not supported.");
        }
    }

    private boolean isSame(String key, JsonElement value, Object met) {
        if (met instanceof Number number) {
            return decimal(key, value) == number.doubleValue();
        }
        return met.toString().equals(primitive(key, value, met.toString()));
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

    /** The numbers in a list; empty where it is missing or null. */
    public List<Double> numbers(String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            return List.of();
        }
        if (!(value instanceof JsonArray list)) {
            throw problem(key + " is " + value + " but must be a list of numbers.");
        }
        return list.asList().stream().map(entry -> decimal(key, entry)).toList();
    }

    /** The same config, but where this key is absent it has this value. */
    public ConfigJson withDefault(String key, Number value) {
        if (has(key)) {
            return this;
        }
        JsonObject filled = json.deepCopy();
        filled.addProperty(key, value);
        return new ConfigJson(file, filled);
    }

    /** The activation of a key, by Hugging Face's names. */
    public Activation activation(String key, String absent) {
        return choice(key, absent, ACTIVATIONS);
    }

    /** {@code pad_token_id}, which must be a row of the vocabulary; -1 where it is null. */
    public int padding(int absent) {
        return token("pad_token_id", absent);
    }

    /**
     * The id of a token, which must be a row of the vocabulary; -1 where it is null.
     *
     * @param absent what it is where the file does not have the key; -1 for none
     */
    public int token(String key, int absent) {
        if (isNull(key) || (!has(key) && absent < 0)) {
            return -1;
        }
        int token = count(key, absent);
        int vocabulary = size("vocab_size");
        if (token >= vocabulary) {
            throw problem(key + " is " + token + " but must be below vocab_size (" + vocabulary + ").");
        }
        return token;
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
        return labels(2);
    }

    /**
     * The names in {@code id2label}, as {@link #labels()} returns them.
     *
     * @param absent how many there are where nothing is said
     */
    public List<String> labels(int absent) {
        if (!(json.get("id2label") instanceof JsonObject names)) {
            return IntStream.range(0, count("num_labels", absent))
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
