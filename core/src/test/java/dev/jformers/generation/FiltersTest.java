package dev.jformers.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is drawn from, and how often; {@code scripts/fixtures/generation.py} wrote the reference. */
class FiltersTest {

    private static final int DRAWS = 40_000;

    @Test
    void probabilitiesThatRemainEqualTheReference() throws IOException {
        int cases = 0;
        for (JsonElement element : reference()) {
            JsonObject reference = element.getAsJsonObject();
            float[] scores = scores(reference);
            filters(reference).apply(scores);
            double[] left = Probabilities.softmax(scores);
            for (int id = 0; id < left.length; id++) {
                double expected =
                        reference.getAsJsonArray("probabilities").get(id).getAsDouble();
                assertEquals(expected, left[id], 1e-6, reference.get("settings") + ", token " + id);
            }
            cases++;
        }
        assertEquals(9, cases);
    }

    @Test
    void tokensAreDrawnAsOftenAsTheirProbabilitiesSay() throws IOException {
        for (JsonElement element : reference()) {
            JsonObject reference = element.getAsJsonObject();
            int[] counts = new int[40];
            Random random = new Random(17);
            for (int draw = 0; draw < DRAWS; draw++) {
                float[] scores = scores(reference);
                filters(reference).apply(scores);
                counts[Probabilities.draw(Probabilities.softmax(scores), random)]++;
            }
            double chiSquare = 0;
            int categories = 0;
            double rareExpected = 0;
            double rareCounted = 0;
            for (int id = 0; id < counts.length; id++) {
                double expected = DRAWS
                        * reference.getAsJsonArray("probabilities").get(id).getAsDouble();
                if (expected < 10) {
                    rareExpected += expected;
                    rareCounted += counts[id];
                } else {
                    chiSquare += (counts[id] - expected) * (counts[id] - expected) / expected;
                    categories++;
                }
            }
            // mean k, variance 2 k: five standard deviations
            assertTrue(
                    chiSquare < categories + 5 * Math.sqrt(2.0 * categories),
                    reference.get("settings") + ": " + chiSquare);
            assertTrue(Math.abs(rareCounted - rareExpected) <= 5 * Math.sqrt(rareExpected) + 1e-9);
        }
    }

    private static Iterable<JsonElement> reference() throws IOException {
        return StrictJson.read(Path.of("src/test/resources/fixtures/generation.json"))
                .getAsJsonArray("filters");
    }

    private static Filters filters(JsonObject reference) {
        JsonObject settings = reference.getAsJsonObject("settings").deepCopy();
        settings.addProperty("do_sample", true);
        if (!settings.has("top_k")) {
            settings.addProperty("top_k", 0);
        }
        return ((Search.Sampling) GenerationJson.of("settings", settings).search()).filters();
    }

    private static float[] scores(JsonObject reference) {
        float[] scores = new float[40];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = reference.getAsJsonArray("scores").get(id).getAsFloat();
        }
        return scores;
    }
}
