package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.cli.text.TextRow;
import java.util.List;

/** A model that answers texts, and how its answers look. */
interface TextModel<A> {

    List<A> answer(List<String> texts);

    /** The columns that an answer adds to its row. */
    JsonObject columns(A answer);

    /** An answer for people, without the last line's end. */
    String text(TextRow row, A answer);

    /** Tokens that the model reads of a text. */
    int maxLength();

    /** Whether a text is longer than that. */
    boolean truncates(String text);
}
