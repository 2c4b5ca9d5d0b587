package dev.jformers.family;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import dev.jformers.layer.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** More layers, experts or labels than a model has: each is made before a weight is read. */
    private static final int MOST_PARTS = 10_000;

    private final String file;
    private final JsonObject json;
    private final KeysRead keys;

    /**
     * @param file what messages call it
     * @param json its content
     */
    public ConfigJson(String file, JsonObject json) {
        this(file, json, new KeysRead());
    }

    private ConfigJson(String file, JsonObject json, KeysRead keys) {
        this.file = file;
        this.json = json;
        this.keys = keys;
    }

    /** Which keys somebody asked for. */
    KeysRead keys() {
        return keys;
    }

    /** Whether a key is there, and not null. */
    public boolean has(String key) {
        return value(key).isPresent();
    }

    /** Whether a key is there with the value null, where that means something else than its absence. */
    public boolean isNull(String key) {
        return !has(key) && json.has(key);
    }

    /** Whether a value is a list. */
    public boolean isList(String key) {
        return element(key) instanceof JsonArray;
    }

    /** The first of several names of the same key that is there, or else the first of all. */
    public String either(String... names) {
        Arrays.stream(names).forEach(keys::add);
        return Arrays.stream(names).filter(this::has).findFirst().orElse(names[0]);
    }

    public String text(String key, String absent) {
        return value(key).map(JsonValue::text).orElse(absent);
    }

    /** A whole number of at least 1 that must be there. */
    public int size(String key) {
        return atLeast(1, key, required(key, "a whole number of at least 1").whole());
    }

    /** A whole number of at least 1. */
    public int size(String key, int absent) {
        return has(key) ? size(key) : absent;
    }

    /** How many layers, or other parts that are made one by one, there are: at least 1, and no more than any model has. */
    public int parts(String key) {
        return possible(key, size(key));
    }

    /** How many layers, or other parts that are made one by one, there are. */
    public int parts(String key, int absent) {
        return has(key) ? parts(key) : absent;
    }

    /** How many parts that are made one by one there are, which may be none. */
    public int partsOrNone(String key, int absent) {
        return possible(key, count(key, absent));
    }

    /** A whole number of at least 0. */
    public int count(String key, int absent) {
        return atLeast(0, key, integer(key, absent));
    }

    /** A whole number, negative ones too. */
    public int integer(String key, int absent) {
        return value(key).map(JsonValue::whole).orElse(absent);
    }

    /** A number that must be there and is not negative. */
    public double number(String key) {
        return number(key, required(key, "a number").number());
    }

    /** A number that is not negative. */
    public double number(String key, double absent) {
        Optional<Double> number = value(key).map(JsonValue::number);
        if (number.isPresent() && !(number.get() >= 0 && Double.isFinite(number.get()))) {
            throw problem(key + " is " + number.get() + " but must be at least 0 and finite.");
        }
        return number.orElse(absent);
    }

    /** A number that is not negative, or 0 where the key says null, which switches off what it is for. */
    public double numberOrOff(String key, double absent) {
        return isNull(key) ? 0 : number(key, absent);
    }

    /** A rate: at least 0 and below 1. */
    public double rate(String key, double absent) {
        double rate = number(key, absent);
        if (rate >= 1) {
            throw problem(key + " is " + rate + " but must be below 1.");
        }
        return rate;
    }

    /** Whether something is so. */
    public boolean flag(String key, boolean absent) {
        keys.add(key, List.of(new JsonPrimitive(true), new JsonPrimitive(false)));
        return value(key).map(JsonValue::flag).orElse(absent);
    }

    /** The same config, but where this key is absent, and not null either, it has this value. */
    public ConfigJson withAbsent(String key, Number value) {
        return isNull(key) ? this : withDefault(key, value);
    }

    /** The activation of a key, by Hugging Face's names. */
    public Activation activation(String key, String absent) {
        return choice(key, absent, ACTIVATIONS);
    }

    /** One of the given choices by its name in the file. */
    public <T> T choice(String key, String absent, Map<String, T> choices) {
        keys.add(key, choices.keySet().stream().map(JsonPrimitive::new).toList());
        String name = text(key, absent);
        T choice = choices.get(name);
        if (choice == null) {
            throw problem(key + " is \"" + name + "\" but must be one of "
                    + choices.keySet().stream().sorted().toList() + ".");
        }
        return choice;
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

    /** The texts in a list; empty where it is missing or null. */
    public List<String> texts(String key) {
        return value(key).map(JsonValue::texts).orElse(List.of());
    }

    /** The text of the first entry of a list, or {@code absent}. */
    public String first(String key, String absent) {
        return element(key) instanceof JsonArray list && !list.isEmpty()
                ? new JsonValue(file, key, list.get(0)).text()
                : absent;
    }

    /** The texts of an object whose keys count from 0; empty where it is no object. */
    Optional<List<String>> numberedTexts(String key) {
        return value(key).flatMap(JsonValue::numberedTexts);
    }

    /** The numbers in a list; empty where it is missing or null. */
    public List<Double> numbers(String key) {
        return value(key).map(JsonValue::numbers).orElse(List.of());
    }

    /** An object within this one; empty where it is missing or null. */
    public ConfigJson inner(String key) {
        JsonObject object = value(key).map(JsonValue::object).orElseGet(JsonObject::new);
        return new ConfigJson(file + ", " + key, object, keys.inner(key));
    }

    /** The same config, but where this key is absent it has this value. */
    public ConfigJson withDefault(String key, Number value) {
        if (has(key)) {
            return this;
        }
        JsonObject filled = json.deepCopy();
        filled.addProperty(key, value);
        return new ConfigJson(file, filled, keys);
    }

    /**
     * A setting that changes what a model computes, and of which one value alone can be met.
     *
     * @param met that value, a number, a text or a truth; it is also what an absent key means
     */
    public void requireOnly(String key, Object met) {
        value(key).filter(value -> !value.is(met)).ifPresent(value -> {
            throw problem(key + " is " + value.json() + " but must be " + met
                    + ": models with another value are not supported.");
        });
    }

    /** Keys of Hugging Face's config that may be there, and change nothing of what is computed here. */
    public void passOver(String... names) {
        Arrays.stream(names).forEach(keys::add);
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

    /** Two sizes of which the first must not exceed the second. */
    public void requireAtMost(String key, int value, String limitKey, int limit) {
        if (value > limit) {
            throw problem(key + " is " + value + " but must be at most " + limitKey + " (" + limit + ").");
        }
    }

    /** A number of parts that are made one by one, which must not be more than any model has. */
    public void requireParts(String key, long parts) {
        if (parts > MOST_PARTS) {
            throw problem(key + " is " + parts + " but must be at most " + MOST_PARTS + ".");
        }
    }

    /** A size divided by another, which must divide it. */
    public int quotient(String key, String divisorKey) {
        int value = size(key);
        int divisor = size(divisorKey);
        requireMultiple(key, value, divisorKey, divisor);
        return value / divisor;
    }

    /** An error about a key of this file. */
    public InvalidInputException problem(String message) {
        return new InvalidInputException(file + ": " + message);
    }

    private Optional<JsonValue> value(String key) {
        JsonElement value = element(key);
        return value == null || value.isJsonNull() ? Optional.empty() : Optional.of(new JsonValue(file, key, value));
    }

    private JsonValue required(String key, String what) {
        return value(key)
                .orElseThrow(() -> problem(key + " is missing but must be " + what
                        + NearMiss.of(key, unread())
                                .map(near -> "; is it what " + near + " means?")
                                .orElse(".")));
    }

    private @Nullable JsonElement element(String key) {
        keys.add(key);
        return json.get(key);
    }

    private List<String> unread() {
        return json.keySet().stream().filter(key -> !keys.names().contains(key)).toList();
    }

    private int possible(String key, int parts) {
        requireParts(key, parts);
        return parts;
    }

    private int atLeast(int least, String key, int value) {
        if (value < least) {
            throw problem(key + " is " + value + " but must be at least " + least + ".");
        }
        return value;
    }
}
