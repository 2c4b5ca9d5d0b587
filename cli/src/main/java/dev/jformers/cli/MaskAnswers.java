package dev.jformers.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.cli.text.TextRow;
import dev.jformers.serving.FillMask;
import dev.jformers.serving.FillMask.Candidate;
import dev.jformers.serving.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a masked language model puts in place of masks: for each mask its tokens, the best first. */
record MaskAnswers(FillMask fillMask) implements TextAnswers<List<List<Candidate>>> {

    @Override
    public TextModel model() {
        return fillMask;
    }

    @Override
    public List<List<List<Candidate>>> answer(List<String> texts) {
        return fillMask.fill(texts);
    }

    /** By the names that Hugging Face's pipeline has. */
    @Override
    public JsonObject columns(List<List<Candidate>> answer) {
        JsonArray masks = new JsonArray();
        for (List<Candidate> candidates : answer) {
            JsonArray tokens = new JsonArray();
            candidates.forEach(candidate -> tokens.add(json(candidate)));
            masks.add(tokens);
        }
        JsonObject columns = new JsonObject();
        columns.add("masks", masks);
        return columns;
    }

    private static JsonObject json(Candidate candidate) {
        JsonObject json = new JsonObject();
        json.addProperty("score", (float) candidate.probability());
        json.addProperty("token", candidate.id());
        json.addProperty("token_str", candidate.token());
        return json;
    }

    /** The text, and below it a line for each token; an empty line stands between two masks. */
    @Override
    public String text(TextRow row, List<List<Candidate>> answer) {
        List<String> masks = new ArrayList<>();
        for (List<Candidate> candidates : answer) {
            masks.add(String.join(
                    System.lineSeparator(),
                    candidates.stream().map(MaskAnswers::line).toList()));
        }
        return row.text().strip()
                + System.lineSeparator()
                + String.join(System.lineSeparator() + System.lineSeparator(), masks);
    }

    private static String line(Candidate candidate) {
        return String.format(
                Locale.ROOT,
                "  %.4f  %s",
                candidate.probability(),
                candidate.token().strip());
    }
}
