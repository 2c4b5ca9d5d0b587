package dev.jformers.training.rows;

import com.google.gson.JsonObject;

/** A line of plain text. */
record TextRow(String text, Place place) implements Row {

    /** The column of a text that comes alone. */
    private static final String TEXT = "text";

    @Override
    public String text(Column column) {
        return text;
    }

    @Override
    public String label(Column column) {
        throw place.end(
                "plain text has no labels; leave %s out, or use csv, tsv or jsonl.".formatted(column.setting()));
    }

    @Override
    public JsonObject values() {
        JsonObject values = new JsonObject();
        values.addProperty(TEXT, text);
        return values;
    }
}
