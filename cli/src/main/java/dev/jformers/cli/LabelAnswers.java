package dev.jformers.cli;

import ai.djl.modality.Classifications;
import ai.djl.modality.Classifications.Classification;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.cli.text.TextRow;
import dev.jformers.serving.TextClassifier;
import dev.jformers.serving.TextModel;
import java.util.List;
import java.util.Locale;

/** A classifier's answers: the likeliest labels and their probabilities. */
final class LabelAnswers implements TextAnswers<Classifications> {

    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final TextClassifier classifier;
    private final int top;
    private final boolean coloured;

    LabelAnswers(TextClassifier classifier, int top, boolean coloured) {
        this.classifier = classifier;
        this.top = top;
        this.coloured = coloured;
    }

    @Override
    public TextModel model() {
        return classifier;
    }

    @Override
    public List<Classifications> answer(List<String> texts) {
        return classifier.classify(texts);
    }

    @Override
    public JsonObject columns(Classifications answer) {
        JsonObject columns = json(answer.best());
        if (top > 1) {
            JsonArray likeliest = new JsonArray();
            answer.topK(top).forEach(label -> likeliest.add(json((Classification) label)));
            columns.add("top", likeliest);
        }
        return columns;
    }

    private static JsonObject json(Classification label) {
        JsonObject json = new JsonObject();
        json.addProperty("label", label.getClassName());
        json.addProperty("probability", (float) label.getProbability());
        return json;
    }

    /** The best label's line ends in the text; the others stand below it. */
    @Override
    public String text(TextRow row, Classifications answer) {
        int width =
                answer.getClassNames().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder lines = new StringBuilder();
        List<Classification> likeliest = answer.topK(top);
        for (Classification label : likeliest) {
            boolean best = lines.isEmpty();
            String name = label.getClassName();
            lines.append(best ? "" : System.lineSeparator())
                    .append(best && coloured ? BOLD + name + PLAIN : name)
                    .append(" ".repeat(width - name.length()))
                    .append(String.format(Locale.ROOT, "  %.4f", label.getProbability()))
                    .append(best ? "  " + row.text().strip().replaceAll("\\s+", " ") : "");
        }
        return lines.toString();
    }
}
