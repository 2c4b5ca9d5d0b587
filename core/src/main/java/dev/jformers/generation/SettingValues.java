package dev.jformers.generation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.WholeNumber;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Values of settings; one that is null counts as absent.
 *
 * @param source what messages call the settings
 */
record SettingValues(String source, JsonObject json) {

    boolean has(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    Set<Integer> ids(String key) {
        return has(key) ? new LinkedHashSet<>(ids(key, json.get(key))) : Set.of();
    }

    List<Integer> ids(String key, JsonElement value) {
        List<Integer> ids = new ArrayList<>();
        List<JsonElement> elements = value instanceof JsonArray list ? list.asList() : List.of(value);
        for (JsonElement element : elements) {
            ids.add(whole(key, element, 0));
        }
        return ids;
    }

    int whole(String key, int absent, int least) {
        return has(key) ? whole(key, json.get(key), least) : absent;
    }

    private int whole(String key, JsonElement value, int least) {
        long number = WholeNumber.of(value)
                .orElseThrow(() -> problem(key, "is " + value + " but must be a whole number of at least " + least));
        if (number < least || number > Integer.MAX_VALUE) {
            throw problem(
                    key,
                    "is " + value + " but must be at "
                            + (number < least ? "least " + least : "most " + Integer.MAX_VALUE));
        }
        return (int) number;
    }

    double number(String key, double absent) {
        if (!has(key)) {
            return absent;
        }
        JsonElement value = json.get(key);
        if (value instanceof JsonPrimitive number && number.getAsString().length() < 40) {
            try {
                double read = Double.parseDouble(number.getAsString());
                if (Double.isFinite(read)) {
                    return read;
                }
            } catch (NumberFormatException e) {
                throw problem(key, "is " + value + " but must be a number");
            }
        }
        throw problem(key, "is " + value + " but must be a finite number");
    }

    double share(String key, double absent) {
        double share = number(key, absent);
        if (share < 0 || share > 1) {
            throw problem(key, "is " + share + " but must be from 0 to 1");
        }
        return share;
    }

    boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        if (json.get(key) instanceof JsonPrimitive truth
                && List.of("true", "false").contains(truth.getAsString())) {
            return truth.getAsString().equals("true");
        }
        throw problem(key, "is " + json.get(key) + " but must be true or false");
    }

    InvalidInputException problem(String key, String what) {
        return new InvalidInputException(source + ": " + key + " " + what + ".");
    }
}
