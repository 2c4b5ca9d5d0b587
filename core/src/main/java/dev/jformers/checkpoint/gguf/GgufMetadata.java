package dev.jformers.checkpoint.gguf;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.gguf.GgufValue.Flag;
import dev.jformers.checkpoint.gguf.GgufValue.Items;
import dev.jformers.checkpoint.gguf.GgufValue.Real;
import dev.jformers.checkpoint.gguf.GgufValue.Text;
import dev.jformers.checkpoint.gguf.GgufValue.Whole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a GGUF file says of its model, by key. Immutable. */
public final class GgufMetadata {

    private static final String ALIGNMENT = "general.alignment";
    private static final long DEFAULT_ALIGNMENT = 32;
    private static final long MAX_ALIGNMENT = 1 << 20;

    private final String where;
    private final Map<String, GgufValue> values;

    GgufMetadata(String where, Map<String, GgufValue> values) {
        this.where = where;
        this.values = values;
    }

    /** All keys, in the order of the file. */
    public Set<String> keys() {
        return values.keySet();
    }

    /**
     * @throws InvalidInputException if the value is no text
     */
    public Optional<String> text(String key) {
        return value(key, Text.class, "a text").map(Text::value);
    }

    /**
     * @throws InvalidInputException if the value is no integer
     */
    public Optional<Long> integer(String key) {
        return value(key, Whole.class, "an integer").map(Whole::value);
    }

    /**
     * @throws InvalidInputException if the value is no number with a fraction
     */
    public Optional<Double> number(String key) {
        return value(key, Real.class, "a float").map(Real::value);
    }

    /**
     * @throws InvalidInputException if the value is neither true nor false
     */
    public Optional<Boolean> flag(String key) {
        return value(key, Flag.class, "true or false").map(Flag::value);
    }

    /**
     * @throws InvalidInputException if the value is no list of texts
     */
    public Optional<List<String>> texts(String key) {
        return items(key, "a list of texts", item -> item instanceof Text text ? text.value() : null);
    }

    /**
     * @throws InvalidInputException if the value is no list of integers
     */
    public Optional<List<Long>> integers(String key) {
        return items(key, "a list of integers", item -> item instanceof Whole whole ? whole.value() : null);
    }

    /**
     * @throws InvalidInputException if the value is no list of numbers with fractions
     */
    public Optional<List<Double>> numbers(String key) {
        return items(key, "a list of floats", item -> item instanceof Real real ? real.value() : null);
    }

    /** A value of any type for people to read; of a list, how long it is. */
    public String describe(String key) {
        GgufValue value = values.get(key);
        return value == null ? "nothing" : value.describe();
    }

    /** Begins messages about this file. */
    String where() {
        return where;
    }

    long alignment() {
        long alignment = integer(ALIGNMENT).orElse(DEFAULT_ALIGNMENT);
        if (alignment <= 0 || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1) {
            throw new InvalidInputException(
                    where + ": " + ALIGNMENT + " is " + alignment + " but must be a power of two");
        }
        return alignment;
    }

    InvalidInputException missing(String key) {
        return new InvalidInputException(where + " has no " + key + ", which its architecture needs");
    }

    private <T extends GgufValue> Optional<T> value(String key, Class<T> type, String expected) {
        GgufValue value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw wrong(key, expected);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private <T> Optional<List<T>> items(String key, String expected, Function<GgufValue, @Nullable T> read) {
        return value(key, Items.class, expected)
                .map(items -> items.values().stream()
                        .map(item -> Optional.ofNullable(read.apply(item)).orElseThrow(() -> wrong(key, expected)))
                        .toList());
    }

    private InvalidInputException wrong(String key, String expected) {
        return new InvalidInputException(where + ": " + key + " must be " + expected);
    }
}
