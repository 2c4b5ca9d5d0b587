package dev.jformers.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Search;
import dev.jformers.generation.TokenListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scores that tokens were chosen from, where {@code output_scores} asks for them.
 *
 * @param kept {@code [rows][new][vocab]}; empty where nobody asks
 */
record KeptScores(List<List<float[]>> kept) implements TokenListener {

    private static final String KEY = "output_scores";

    /**
     * @param prompts how many there are
     * @throws InvalidInputException if they are those of beams, which are many rows a text
     */
    static KeptScores of(JsonObject settings, GenerationConfig config, int prompts) {
        boolean wanted = new JsonPrimitive(true).equals(settings.get(KEY));
        if (wanted && config.search() instanceof Search.Beams) {
            throw new InvalidInputException(
                    "output_scores is true but a beam search has scores of texts that it gave up, too; set num_beams to 1.");
        }
        int rows = wanted ? prompts * config.search().returned() : 0;
        return new KeptScores(
                Stream.<List<float[]>>generate(ArrayList::new).limit(rows).toList());
    }

    @Override
    public void scored(int row, float[] scores) {
        if (!kept.isEmpty()) {
            kept.get(row).add(scores.clone());
        }
    }

    @Override
    public boolean chosen(int row, int token) {
        return true;
    }
}
