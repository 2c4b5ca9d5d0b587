package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonParser;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import dev.jformers.generation.TokenListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of ids that are refused, and what listeners hear. */
class SequenceGeneratorTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");
    private static final GenerationConfig CONFIG = GenerationJson.of(
            "the settings",
            JsonParser.parseString("{\"max_new_tokens\": 4, \"eos_token_id\": null}")
                    .getAsJsonObject());

    @ParameterizedTest
    @CsvSource({"bart, input_ids has", "gpt2, the prompt has"})
    void aRowLongerThanThePositionsIsRefusedBeforeItIsRead(String family, String beginning) throws Exception {
        int[] row = new int[400];
        Arrays.fill(row, 9);
        refuse(family, row, beginning + " 400 tokens");
    }

    @ParameterizedTest
    @CsvSource({"t5", "bart", "gpt2", "llama"})
    void anIdThatTheModelDoesNotKnowIsRefused(String family) throws Exception {
        refuse(family, new int[] {9, 5000}, "input_ids[0, 1] is 5000 but must be from 0 to ");
        refuse(family, new int[] {-1, 5}, "input_ids[0, 0] is -1 but must be from 0 to ");
    }

    private static void refuse(String family, int[] row, String message) throws Exception {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu())) {
            int[] ones = new int[row.length];
            Arrays.fill(ones, 1);
            InvalidInputException refused = assertThrows(
                    InvalidInputException.class,
                    () -> new SequenceGenerator(model).generate(new int[][] {row}, new int[][] {ones}, CONFIG));
            assertTrue(String.valueOf(refused.getMessage()).startsWith(message), refused.getMessage());
        }
    }

    @Test
    void aListenerHearsWhatEachTokenWasChosenFrom() throws Exception {
        List<float[]> scores = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        TokenListener listener = new TokenListener() {
            @Override
            public boolean chosen(int row, int token) {
                return tokens.add(token);
            }

            @Override
            public void scored(int row, float[] left) {
                scores.add(left.clone());
            }
        };
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("llama"), Device.cpu())) {
            SequenceGenerator.Sequences made = new SequenceGenerator(model)
                    .generate(new int[][] {{9, 10}}, new int[][] {{1, 1}}, CONFIG, listener);
            assertEquals(4, tokens.size());
            float[] logs = new float[4];
            for (int i = 0; i < logs.length; i++) {
                double sum = 0;
                for (float score : scores.get(i)) {
                    sum += Math.exp(score);
                }
                logs[i] = (float) (scores.get(i)[tokens.get(i)] - Math.log(sum));
            }
            assertArrayEquals(logs, made.logProbabilities()[0], 1e-5f);
        }
    }
}
