package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import dev.jformers.layer.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that are generated, against those of Hugging Face, which {@code scripts/fixtures/generation.py} wrote; and against searches that
 * {@code scripts/fixtures/search.py} has from their papers, for Hugging Face has them no more.
 */
class GenerationAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final String ALL = "generation.json";
    private static final String SEARCHES = "search.json";

    private static JsonObject reference(String file) {
        try {
            return StrictJson.read(FIXTURES.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> families() {
        return reference(ALL).getAsJsonObject("families").keySet().stream();
    }

    static Stream<String> searched() {
        return reference(SEARCHES).getAsJsonObject("families").keySet().stream();
    }

    @Test
    void everyFamilyThatGeneratesIsThere() {
        assertEquals(24, families().count());
        assertEquals(6, searched().count());
    }

    @ParameterizedTest
    @MethodSource("families")
    void sequencesEqualTheReferenceTokenForToken(String family) throws Exception {
        requireEqual(reference(ALL), family);
    }

    @ParameterizedTest
    @MethodSource("searched")
    void diverseBeamsAndContrastiveSearchEqualTheReferenceTokenForToken(String family) throws Exception {
        requireEqual(reference(SEARCHES), family);
    }

    private static void requireEqual(JsonObject all, String family) throws Exception {
        JsonObject expected = all.getAsJsonObject("families").getAsJsonObject(family);
        int[][] ids = rows(expected.getAsJsonArray("input_ids"));
        int[][] mask = rows(expected.getAsJsonArray("attention_mask"));
        try (PretrainedModel model =
                        PretrainedModel.load(FIXTURES.resolve("families").resolve(family), Device.cpu());
                PretrainedModel packed = model.with(Precision.FLOAT32)) {
            for (String name : expected.getAsJsonObject("cases").keySet()) {
                JsonObject oneCase = expected.getAsJsonObject("cases").getAsJsonObject(name);
                JsonObject settings = oneCase.getAsJsonObject("settings").deepCopy();
                for (String key : List.of("max_length", "eos_token_id", "pad_token_id")) {
                    settings.add(key, all.get(key));
                }
                GenerationConfig config = GenerationJson.of("the settings", settings);
                for (PretrainedModel each : List.of(model, packed)) {
                    assertEquals(
                            Arrays.deepToString(rows(oneCase.getAsJsonArray("sequences"))),
                            Arrays.deepToString(new SequenceGenerator(each)
                                    .generate(ids, mask, config)
                                    .sequences()),
                            family + ", " + name);
                }
            }
        }
    }

    static int[][] rows(JsonArray array) {
        List<int[]> rows = new ArrayList<>();
        for (JsonElement row : array) {
            rows.add(row.getAsJsonArray().asList().stream()
                    .mapToInt(JsonElement::getAsInt)
                    .toArray());
        }
        return rows.toArray(int[][]::new);
    }
}
