package dev.jformers.training.rows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.NearMiss;

/** A JSON object on a line. */
record JsonRow(JsonObject values, Place place) implements Row {

    @Override
    public String text(Column column) {
        JsonElement value = required(column);
        if (value instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw wrong(column, value, "a string");
    }

    @Override
    public String label(Column column) {
        JsonElement value = required(column);
        if (value instanceof JsonPrimitive label) {
            return label.getAsString();
        }
        throw wrong(column, value, "a string, a number or a boolean");
    }

    private RuntimeException wrong(Column column, JsonElement value, String rule) {
        return place.error("%s is %s but must be %s.".formatted(Place.quoted(column.name()), kind(value), rule));
    }

    private JsonElement required(Column column) {
        JsonElement value = values.get(column.name());
        if (value == null) {
            String found =
                    values.isEmpty() ? "object has no key" : "object's keys are " + Place.listed(values.keySet());
            throw place.error("%s is %s, but the %s%s"
                    .formatted(
                            column.setting(),
                            Place.quoted(column.name()),
                            found,
                            NearMiss.hintOr(column.name(), values.keySet(), ".")));
        }
        return value;
    }

    private static String kind(JsonElement value) {
        if (value instanceof JsonPrimitive primitive) {
            return primitive.isNumber() ? "a number" : "a boolean";
        }
        return value.isJsonArray() ? "an array" : value.isJsonObject() ? "an object" : "null";
    }

    /** A copy: who gets it may change it. */
    @Override
    public JsonObject values() {
        return values.deepCopy();
    }
}
