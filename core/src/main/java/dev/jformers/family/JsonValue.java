package dev.jformers.family;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.WholeNumber;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A value of a config that is there, read as what it must be; where it is something else, messages name the file, the key and
 * the value.
 *
 * @param file what messages call it
 * @param key of the value
 * @param json the value, not null
 */
record JsonValue(String file, String key, JsonElement json) {

    /** A text, or any other value that is no list and no object as it is written. */
    String text() {
        return text("a text");
    }

    private String text(String expected) {
        if (json.isJsonPrimitive()) {
            return json.getAsString();
        }
        throw mustBe(expected);
    }

    double number() {
        if (json.isJsonPrimitive() && json.getAsJsonPrimitive().isNumber()) {
            return json.getAsDouble();
        }
        throw mustBe("a number");
    }

    int whole() {
        number();
        long whole = WholeNumber.of(json).orElseThrow(() -> mustBe("a whole number"));
        if (Math.abs(whole) > Integer.MAX_VALUE) {
            throw mustBe("at most " + Integer.MAX_VALUE + ", and no less than its negative");
        }
        return (int) whole;
    }

    boolean flag() {
        if (json.isJsonPrimitive() && json.getAsJsonPrimitive().isBoolean()) {
            return json.getAsBoolean();
        }
        throw mustBe("true or false");
    }

    JsonObject object() {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw mustBe("an object");
    }

    List<String> texts() {
        return list("a list of texts", entry -> entry.text("a list of texts"));
    }

    /** The texts of an object whose keys count from 0; empty where it is no object. */
    Optional<List<String>> numberedTexts() {
        if (!(json instanceof JsonObject object)) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, object.size())
                .mapToObj(id -> numbered(object, id).text())
                .toList());
    }

    private JsonValue numbered(JsonObject object, int id) {
        JsonElement entry = object.get(Integer.toString(id));
        if (entry == null) {
            throw new InvalidInputException(file + ": " + key + " has " + object.size() + " entries but none for " + id
                    + "; ids must run from 0 without a gap.");
        }
        return new JsonValue(file, key + "." + id, entry);
    }

    List<Double> numbers() {
        return list("a list of numbers", JsonValue::number);
    }

    private <T> List<T> list(String expected, Function<JsonValue, T> read) {
        if (!(json instanceof JsonArray list)) {
            throw mustBe(expected);
        }
        return list.asList().stream()
                .map(entry -> read.apply(new JsonValue(file, key, entry)))
                .toList();
    }

    /** @param other a number, a text or a truth */
    boolean is(Object other) {
        return other instanceof Number number
                ? number() == number.doubleValue()
                : other.toString().equals(text(other.toString()));
    }

    private InvalidInputException mustBe(String expected) {
        return new InvalidInputException(file + ": " + key + " is " + json + " but must be " + expected + ".");
    }
}
