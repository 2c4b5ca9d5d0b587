package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.generation.GenerationJson;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-probabilities of tokens against those of Hugging Face; {@code scripts/fixtures/transition_scores.py} wrote the reference. */
class TransitionScoresTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "mistral", "t5", "bart"})
    void logProbabilitiesEqualTheReference(String family) throws Exception {
        JsonObject all = StrictJson.read(FIXTURES.resolve("transition-scores.json"));
        JsonObject expected = all.getAsJsonObject("families").getAsJsonObject(family);
        int cases = 0;
        try (PretrainedModel model =
                PretrainedModel.load(FIXTURES.resolve("families").resolve(family), Device.cpu())) {
            for (String name : expected.getAsJsonObject("cases").keySet()) {
                JsonObject oneCase = expected.getAsJsonObject("cases").getAsJsonObject(name);
                JsonObject settings = oneCase.getAsJsonObject("settings").deepCopy();
                for (String key : List.of("max_length", "eos_token_id", "pad_token_id")) {
                    settings.add(key, all.get(key));
                }
                SequenceGenerator.Sequences made = new SequenceGenerator(model)
                        .generate(
                                GenerationAgreementTest.rows(expected.getAsJsonArray("input_ids")),
                                GenerationAgreementTest.rows(expected.getAsJsonArray("attention_mask")),
                                GenerationJson.of("the settings", settings));
                int[][] sequences = GenerationAgreementTest.rows(oneCase.getAsJsonArray("sequences"));
                JsonArray scores = oneCase.getAsJsonArray("transition_scores");
                for (int row = 0; row < sequences.length; row++) {
                    assertArrayEquals(sequences[row], made.sequences()[row], name);
                    compare(scores.get(row).getAsJsonArray(), sequences[row], made.logProbabilities()[row], name);
                }
                cases++;
            }
        }
        assertEquals(3, cases);
    }

    /** Up to the end of a text, behind which the reference has scores of padding. */
    private static void compare(JsonArray expected, int[] sequence, float[] actual, String name) {
        int prompt = sequence.length - actual.length;
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected.get(i).getAsFloat(), actual[i], 2e-4, name + ", token " + i);
            if (sequence[prompt + i] == 7) {
                return;
            }
        }
    }
}
