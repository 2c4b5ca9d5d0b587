package dev.jformers.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.cli.text.TextRow;
import dev.jformers.serving.TextEmbedder;
import dev.jformers.serving.TextModel;
import java.util.List;

/** An embedder's answers: vectors as JSON arrays. */
record VectorAnswers(TextEmbedder embedder) implements TextAnswers<float[]> {

    @Override
    public TextModel model() {
        return embedder;
    }

    @Override
    public List<float[]> answer(List<String> texts) {
        return embedder.embed(texts);
    }

    @Override
    public JsonObject columns(float[] answer) {
        JsonObject columns = new JsonObject();
        columns.add("embedding", array(answer));
        return columns;
    }

    @Override
    public String text(TextRow row, float[] answer) {
        return array(answer).toString();
    }

    private static JsonArray array(float[] vector) {
        JsonArray array = new JsonArray(vector.length);
        for (float value : vector) {
            array.add(value);
        }
        return array;
    }
}
