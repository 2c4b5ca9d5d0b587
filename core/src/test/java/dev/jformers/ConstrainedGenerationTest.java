package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.LogitsRule;
import dev.jformers.generation.constraint.Constraint;
import dev.jformers.tokenizer.ByteTokenizer;
import dev.jformers.tokenizer.TokenBytes;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tiny models with random weights and a token a byte write under constraints. */
class ConstrainedGenerationTest {

    private static final String GPT = """
            {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 260, "n_positions": 48, "n_embd": 32,
             "n_layer": 2, "n_head": 2, "eos_token_id": 256, "pad_token_id": 257, "initializer_range": 0.5}""";
    private static final String T5 = """
            {"model_type": "t5", "architectures": ["T5ForConditionalGeneration"], "vocab_size": 260, "d_model": 32, "d_kv": 8,
             "d_ff": 48, "num_layers": 2, "num_heads": 4, "decoder_start_token_id": 257, "eos_token_id": 256,
             "pad_token_id": 257}""";
    private static final String KOREAN = "[가-힣]{2,4}( [0-9]{1,3})?[.!]";

    @TempDir
    Path folder;

    private Path written(String config) throws IOException {
        ModelDescription description =
                ModelDescription.of("model", JsonParser.parseString(config).getAsJsonObject());
        Torch.engine().setRandomSeed(5);
        Path target = folder.resolve("model");
        try (PretrainedModel model = PretrainedModel.random(description, PretrainedModel.Use.INFERENCE, Device.cpu())) {
            HuggingFaceFolderWriter files = model.files();
            new ByteTokenizer(0).addTo(files, 48);
            files.write(target);
        }
        return target;
    }

    private static JsonObject settings(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {GPT, T5})
    void everySearchWritesWhatMatches(String model) throws Exception {
        Path target = written(model);
        Constraint constraint = Constraint.ofRegex(KOREAN, TokenBytes.read(target));
        try (TextGenerator generator = TextGenerator.load(target)) {
            for (String search : List.of(
                    "{}",
                    "{'num_beams': 3}",
                    "{'num_beams': 4, 'num_beam_groups': 2, 'diversity_penalty': 0.5}",
                    "{'penalty_alpha': 0.6, 'top_k': 4}",
                    "{'repetition_penalty': 1.5, 'do_sample': true, 'top_p': 0.5}")) {
                GenerationConfig config = generator.config(settings(search)).withConstraint(constraint);
                TextGenerator.Answer answer = generator.generate("once", config, List.of(), piece -> {});
                assertTrue(answer.text().matches(KOREAN), search + ": " + answer.text());
                assertTrue(constraint.isMatchedBy(answer.tokens()), search);
            }
            for (int seed = 0; seed < 20; seed++) {
                GenerationConfig config = generator
                        .config(settings("{'do_sample': true}"))
                        .withSeed(seed)
                        .withConstraint(constraint);
                String text = generator
                        .generate("once", config, List.of(), piece -> {})
                        .text();
                assertTrue(text.matches(KOREAN), text);
            }
        }
    }

    @Test
    void aTextThatReachesItsMostTokensIsTheBeginningOfAMatch() throws Exception {
        Path target = written(GPT);
        Constraint constraint = Constraint.ofRegex("(?:abc){20}", TokenBytes.read(target));
        try (TextGenerator generator = TextGenerator.load(target)) {
            GenerationConfig config =
                    generator.config(settings("{'max_new_tokens': 8}")).withConstraint(constraint);
            TextGenerator.Answer answer = generator.generate("once", config, List.of(), piece -> {});
            assertEquals("abcabcab", answer.text());
            assertFalse(constraint.isMatchedBy(answer.tokens()));
        }
    }

    @Test
    void rulesThatLeaveNothingAreRefused() throws Exception {
        Path target = written(GPT);
        Constraint constraint = Constraint.ofRegex("ab", TokenBytes.read(target));
        String reason =
                "no token may follow behind 2 generated ones: rules (a constraint, allowed tokens, min_new_tokens,"
                        + " bad_words_ids, no_repeat_ngram_size) exclude each other, or the vocabulary cannot write what a constraint"
                        + " asks for; change one of them.";
        try (TextGenerator generator = TextGenerator.load(target)) {
            for (String search : List.of("{'min_new_tokens': 4}", "{'min_new_tokens': 4, 'penalty_alpha': 0.5}")) {
                GenerationConfig config = generator.config(settings(search)).withConstraint(constraint);
                InvalidInputException refused = assertThrows(
                        InvalidInputException.class, () -> generator.generate("once", config, List.of(), piece -> {}));
                assertEquals(reason, refused.getMessage());
            }
            GenerationConfig beams = generator
                    .config(settings("{'num_beams': 2, 'num_return_sequences': 2}"))
                    .withConstraint(constraint);
            InvalidInputException few = assertThrows(
                    InvalidInputException.class,
                    () -> generator.generateAll("once", beams, List.of(), Acceleration.NONE));
            assertEquals(
                    "num_return_sequences is 2 but the search found no more than 1, for its rules allow few texts; ask for"
                            + " fewer.",
                    few.getMessage());
        }
    }

    @Test
    void aFunctionSaysWhichTokensFollow() throws Exception {
        try (TextGenerator generator = TextGenerator.load(written(GPT))) {
            GenerationConfig config = generator
                    .config()
                    .withRule(new LogitsRule.AllowedTokens(
                            tokens -> tokens.length < 7 ? List.of((int) 'x', (int) 'y') : List.of(256)));
            TextGenerator.Answer answer = generator.generate("once", config, List.of(), piece -> {});
            assertTrue(answer.text().matches("[xy]{3}"), answer.text());
            GenerationConfig wrong = generator.config().withRule(new LogitsRule.AllowedTokens(tokens -> List.of(260)));
            InvalidInputException refused = assertThrows(
                    InvalidInputException.class, () -> generator.generate("once", wrong, List.of(), piece -> {}));
            assertEquals(
                    "the function of allowed tokens allows 260 but the model has 260 tokens, from 0.",
                    refused.getMessage());
        }
    }

    @Test
    void contrastiveSearchStreamsItsText() throws Exception {
        try (TextGenerator generator = TextGenerator.load(written(GPT))) {
            StringBuilder pieces = new StringBuilder();
            GenerationConfig config =
                    generator.config(settings("{'penalty_alpha': 0.6, 'top_k': 4, 'max_new_tokens': 9}"));
            TextGenerator.Answer answer = generator.generate("once", config, List.of(), pieces::append);
            assertEquals(answer.text(), pieces.toString());
            assertArrayEquals(
                    answer.tokens(),
                    generator.generate("once", config, List.of(), piece -> {}).tokens());
        }
    }
}
