package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import dev.jformers.training.rows.Column;

/**
 * A text and the row that it stands in.
 *
 * @param columns all of the row, the text too, in the order of the file
 * @param text what a model is asked about
 */
public record TextRow(JsonObject columns, String text) {

    /** The column of a text that comes alone. */
    public static final String TEXT = "text";

    static final Column COLUMN = new Column(TEXT, "text", "");

    static TextRow of(String text) {
        JsonObject columns = new JsonObject();
        columns.addProperty(TEXT, text);
        return new TextRow(columns, text);
    }
}
