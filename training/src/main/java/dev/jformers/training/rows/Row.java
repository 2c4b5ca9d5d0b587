package dev.jformers.training.rows;

import com.google.gson.JsonObject;

/** One row of a file. Immutable. */
public sealed interface Row permits TableRow, JsonRow, TextRow {

    /** Where the row starts. */
    Place place();

    /**
     * A text of the row; may be empty. Plain text has no columns: each of its rows is a text.
     *
     * @throws dev.jformers.InvalidInputException if there is no such column, or its value is no text
     */
    String text(Column column);

    /**
     * A label of the row, as a text: in JSON lines it may be a number or a boolean, too.
     *
     * @throws dev.jformers.InvalidInputException if there is no such column, or its value is no label
     */
    String label(Column column);

    /**
     * All of the row, in the order of the file.
     *
     * @throws dev.jformers.InvalidInputException if two columns have no name
     */
    JsonObject values();
}
