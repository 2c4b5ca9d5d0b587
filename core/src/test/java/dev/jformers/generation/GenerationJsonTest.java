package dev.jformers.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationJsonTest {

    @Test
    void absentSettingsMeanWhatTheyMeanInTheReference() {
        GenerationConfig config = GenerationJson.of("file", new JsonObject());
        assertEquals(new Search.Greedy(), config.search());
        assertEquals(new GenerationConfig.Lengths(20, Integer.MAX_VALUE, 0, 0), config.lengths());
        Search.Sampling sampling = (Search.Sampling)
                GenerationJson.of("file", json("{'do_sample': true}")).search();
        assertEquals(new Filters(1, 50, 1, 0, 1), sampling.filters());
    }

    @Test
    void settingsOfAModelsFileAreRead() {
        GenerationConfig config = GenerationJson.of(
                "file",
                json("{'_from_model_config': true, 'bos_token_id': 1, 'eos_token_id': [2, 7], 'max_length': 30,"
                        + " 'temperature': null, 'transformers_version': '5.0'}"));
        assertEquals(Set.of(2, 7), config.endIds());
        assertEquals(30, config.lengths().limit(25));
    }

    @Test
    void newTokensGoBeforeTheLength() {
        GenerationConfig config = GenerationJson.of("file", json("{'max_length': 30, 'max_new_tokens': 9}"));
        assertEquals(109, config.lengths().limit(100));
        assertEquals(
                new GenerationConfig.Lengths(20, Integer.MAX_VALUE, 0, 3),
                GenerationJson.of("file", json("{'min_length': 30, 'min_new_tokens': 3}"))
                        .lengths());
    }

    @Test
    void aTokenThatEndsTextsIsNoBadWord() {
        GenerationConfig config =
                GenerationJson.of("file", json("{'eos_token_id': [2, 7], 'bad_words_ids': [[7], [8], [7, 2]]}"));
        assertEquals(List.of(new LogitsRule.BadWords(List.of(List.of(8), List.of(7, 2)))), config.rules());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'do_sample': true, 'temperature': 0}|temperature is 0.0 but must be above 0; for the most probable token set do_sample to false.",
                "{'do_sample': true, 'temperature': 'NaN'}|temperature is \"NaN\" but must be a finite number.",
                "{'do_sample': true, 'temperature': 1e-300}|temperature is 1.0E-300 but must be at least 1.0E-6; for the most probable token set do_sample to false.",
                "{'top_p': 1.5, 'do_sample': true}|top_p is 1.5 but must be from 0 to 1.",
                "{'num_beams': 0}|num_beams is 0 but must be at least 1.",
                "{'num_beams': 2.5}|num_beams is 2.5 but must be a whole number of at least 1.",
                "{'num_beams': 3, 'do_sample': true}|do_sample is true but num_beams is 3: beams are not sampled; set num_beams to 1.",
                "{'num_beams': 3, 'num_return_sequences': 4}|num_return_sequences is 4 but must be at most num_beams (3).",
                "{'num_return_sequences': 2}|num_return_sequences is 2 but without sampling or beams there is one text; set do_sample, or num_beams to as many.",
                "{'num_beams': 4, 'num_beam_groups': 3, 'diversity_penalty': 1}|num_beam_groups is 3 but must divide num_beams (4).",
                "{'num_beam_groups': 3}|num_beam_groups is 3 but num_beams is 1; set num_beams to a multiple of it.",
                "{'num_beams': 4, 'num_beam_groups': 2}|diversity_penalty is 0.0 but must be above 0 with num_beam_groups (2), for groups would all find the same.",
                "{'num_beams': 4, 'diversity_penalty': 0.5}|diversity_penalty is 0.5 but there is one group of beams; set num_beam_groups.",
                "{'penalty_alpha': 0.6, 'num_beams': 2}|penalty_alpha is 0.6, which asks for contrastive search, but num_beams is 2; set penalty_alpha to 0, or do_sample to false and num_beams to 1.",
                "{'penalty_alpha': 0.6, 'do_sample': true}|penalty_alpha is 0.6, which asks for contrastive search, but do_sample is true; set penalty_alpha to 0, or do_sample to false and num_beams to 1.",
                "{'penalty_alpha': 0.6, 'top_k': 1}|top_k is 1 but contrastive search (penalty_alpha) compares at least 2 tokens.",
                "{'penalty_alpha': 1.6}|penalty_alpha is 1.6 but must be from 0 to 1.",
                "{'repetition_penalty': 0}|repetition_penalty is 0.0 but must be above 0; 1 changes nothing.",
                "{'bad_words_ids': [3]}|bad_words_ids is [3] but must be a list of lists of token ids.",
                "{'forced_eos_token_id': []}|forced_eos_token_id is [] but must be a token id, or some.",
                "{'do_sample': 'perhaps'}|do_sample is \"perhaps\" but must be true or false.",
                "{'max_new_token': 3}|max_new_token is not a known setting; did you mean max_new_tokens?"
            })
    void whatCannotBeIsNamed(String settings, String message) {
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> GenerationJson.of("file", json(settings)));
        assertEquals("file: " + message, refused.getMessage());
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }
}
