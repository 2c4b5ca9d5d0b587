package dev.jformers.training.recipe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.training.recipe.Node.Mapping;
import dev.jformers.training.recipe.Node.Scalar;
import dev.jformers.training.recipe.Node.Sequence;
import java.math.BigDecimal;

/**
 * Turns a part of the tree whose keys are not ours into JSON. Whatever reads as a number is one, {@code 1e-12} too, which YAML
 * 1.1 takes for a string.
 */
final class FreeJson {

    private FreeJson() {}

    static JsonObject object(Mapping mapping) {
        JsonObject object = new JsonObject();
        mapping.entries().forEach((key, value) -> object.add(key, element(value)));
        return object;
    }

    private static JsonElement element(Node node) {
        if (node instanceof Mapping mapping) {
            return object(mapping);
        }
        if (node instanceof Sequence sequence) {
            JsonArray array = new JsonArray();
            sequence.items().forEach(item -> array.add(element(item)));
            return array;
        }
        return scalar((Scalar) node);
    }

    private static JsonElement scalar(Scalar scalar) {
        String text = scalar.text();
        if (text == null) {
            return JsonNull.INSTANCE;
        }
        boolean exponent = text.indexOf('e') > 0 || text.indexOf('E') > 0;
        if (scalar.string() && !exponent) {
            return new JsonPrimitive(text);
        }
        if (ScalarType.isBoolean(text)) {
            return new JsonPrimitive(Boolean.valueOf(text));
        }
        Long whole = exponent || text.contains(".") ? null : ScalarType.wholeNumber(text, BigDecimal::longValueExact);
        Double number = whole == null ? ScalarType.number(text) : null;
        return whole != null
                ? new JsonPrimitive(whole)
                : number != null ? new JsonPrimitive(number) : new JsonPrimitive(text);
    }
}
