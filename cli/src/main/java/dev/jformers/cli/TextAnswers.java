package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.cli.text.TextRow;
import dev.jformers.serving.TextModel;
import java.util.List;

/** What a model answers, and how its answers look. */
interface TextAnswers<A> {

    TextModel model();

    List<A> answer(List<String> texts);

    /** The columns that an answer adds to its row. */
    JsonObject columns(A answer);

    /** An answer for people, without the last line's end. */
    String text(TextRow row, A answer);
}
