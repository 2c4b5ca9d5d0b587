package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.generation.Acceptance;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import dev.jformers.layer.Precision;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts whose tokens were guessed, against those of Hugging Face that were not. */
class SpeculationTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Set<String> GREEDY = Set.of("greedy", "penalties", "bad words", "forced");

    @TempDir
    private Path folder = Path.of("");

    static Stream<String> families() {
        return GenerationAgreementTest.families();
    }

    @ParameterizedTest
    @MethodSource("families")
    void theModelAsItsOwnDraftIsAlwaysRight(String family) throws Exception {
        try (PretrainedModel model = load(family)) {
            Acceptance acceptance =
                    compare(family, new SequenceGenerator(model, new Speculation.ByDraftModel(model, 3)));
            assertEquals(acceptance.drafted(), acceptance.accepted());
            assertTrue(acceptance.drafted() > 20, acceptance::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void aDraftModelThatKnowsNothingChangesNothing(String family) throws Exception {
        try (PretrainedModel model = load(family)) {
            Torch.engine().setRandomSeed(3);
            try (PretrainedModel draft = PretrainedModel.random(model.description(), Use.INFERENCE, Device.cpu())) {
                Acceptance acceptance =
                        compare(family, new SequenceGenerator(model, new Speculation.ByDraftModel(draft, 4)));
                assertTrue(acceptance.rate() < 1, acceptance::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void promptLookupChangesNothing(String family) throws Exception {
        try (PretrainedModel model = load(family)) {
            Acceptance acceptance = compare(family, new SequenceGenerator(model, new Speculation.ByPromptLookup(5, 2)));
            assertTrue(acceptance.accepted() <= acceptance.drafted(), acceptance::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "gemma2", "deepseek-v2", "mistral"})
    void furtherHeadsChangeNothing(String family) throws Exception {
        Path source = FIXTURES.resolve("families").resolve(family);
        Files.copy(source.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        JsonObject config = StrictJson.read(source.resolve("config.json"));
        config.addProperty("num_further_predictions", 3);
        Files.writeString(folder.resolve("config.json"), config.toString());
        HuggingFaceFolder files = HuggingFaceFolder.open(folder);
        try (PretrainedModel model =
                PretrainedModel.load(files, ModelDescription.of(files), Use.TRAINING, Device.cpu())) {
            Acceptance acceptance = compare(family, new SequenceGenerator(model, new Speculation.ByFurtherHeads()));
            assertTrue(acceptance.drafted() > 20, acceptance::toString);
        }
    }

    @Test
    void whatIsGuessedForAnotherModelIsRefused() throws Exception {
        try (PretrainedModel model = load("gpt2");
                PretrainedModel other = withVocabulary(model, 61);
                PretrainedModel t5 = load("t5")) {
            assertRefused(
                    "the draft model knows %d tokens but the model knows %d; take a draft model with the same vocabulary."
                            .formatted(vocabulary(other), vocabulary(model)),
                    model,
                    new Speculation.ByDraftModel(other, 3));
            assertRefused(
                    "the model has no heads for tokens behind the next one", model, new Speculation.ByFurtherHeads());
            assertRefused(
                    "the draft model is a t5, the model a gpt2: a decoder drafts for a decoder",
                    model,
                    new Speculation.ByDraftModel(t5, 3));
            assertThrows(InvalidInputException.class, () -> new Speculation.ByDraftModel(t5, 65));
            assertThrows(InvalidInputException.class, () -> new Speculation.ByPromptLookup(0, 2));
            assertThrows(InvalidInputException.class, () -> new Speculation.ByPromptLookup(1, 0));
        }
    }

    private static PretrainedModel withVocabulary(PretrainedModel model, int tokens) {
        JsonObject config = model.description().config().deepCopy();
        config.addProperty("vocab_size", tokens);
        return PretrainedModel.random(ModelDescription.of("another", config), Use.INFERENCE, Device.cpu());
    }

    @Test
    void severalTextsAtOnceAreRefused() throws Exception {
        try (PretrainedModel model = load("gpt2")) {
            SequenceGenerator generator = new SequenceGenerator(model, new Speculation.ByPromptLookup(3, 2));
            int[][] two = {{9, 10}, {11, 12}};
            int[][] ones = {{1, 1}, {1, 1}};
            InvalidInputException batch = assertThrows(
                    InvalidInputException.class, () -> generator.generate(two, ones, config("{'max_new_tokens': 3}")));
            assertTrue(String.valueOf(batch.getMessage()).contains("there are 2"), batch.getMessage());
            for (String settings : List.of("{'num_beams': 2}", "{'do_sample': true, 'num_return_sequences': 2}")) {
                InvalidInputException refused = assertThrows(
                        InvalidInputException.class,
                        () -> generator.generate(new int[][] {{9}}, new int[][] {{1}}, config(settings)));
                assertTrue(String.valueOf(refused.getMessage()).contains("follows one text"), refused.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void packedWeightsAreGuessedForToo(String family) throws Exception {
        GenerationConfig config = config("{'max_new_tokens': 24, 'eos_token_id': null}");
        int[][] prompt = {{9, 10, 11}};
        int[][] ones = {{1, 1, 1}};
        try (PretrainedModel model = load(family);
                PretrainedModel half = model.with(Precision.FLOAT16);
                PretrainedModel eighth = model.with(Precision.INT8)) {
            Speculation guesses = new Speculation.ByDraftModel(model, 4);
            int[][] plain =
                    new SequenceGenerator(half).generate(prompt, ones, config).sequences();
            SequenceGenerator.Sequences guessed = new SequenceGenerator(half, guesses).generate(prompt, ones, config);
            assertArrayEquals(plain[0], guessed.sequences()[0]);
            assertTrue(guessed.acceptance().rate() > 0.5, guessed.acceptance()::toString);
            SequenceGenerator.Sequences rounded = new SequenceGenerator(eighth, guesses).generate(prompt, ones, config);
            assertEquals(plain[0].length, rounded.sequences()[0].length);
            assertTrue(rounded.acceptance().accepted() > 0, rounded.acceptance()::toString);
        }
    }

    private static void assertRefused(String message, PretrainedModel model, Speculation speculation) {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> new SequenceGenerator(model, speculation)
                        .generate(new int[][] {{9}}, new int[][] {{1}}, config("{'max_new_tokens': 3}")));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }

    private static long vocabulary(PretrainedModel model) {
        return model.description().transformer().outputVocabularySize();
    }

    private static GenerationConfig config(String settings) {
        return GenerationJson.of(
                "the settings",
                com.google.gson.JsonParser.parseString(settings.replace('\'', '"'))
                        .getAsJsonObject());
    }

    private static PretrainedModel load(String family) throws IOException {
        return PretrainedModel.load(FIXTURES.resolve("families").resolve(family), Device.cpu());
    }

    /** Generates each row by itself, for all settings that follow one text; returns what became of all guesses. */
    private static Acceptance compare(String family, SequenceGenerator generator) throws Exception {
        JsonObject all = StrictJson.read(FIXTURES.resolve("generation.json"));
        JsonObject expected = all.getAsJsonObject("families").getAsJsonObject(family);
        int[][] ids = GenerationAgreementTest.rows(expected.getAsJsonArray("input_ids"));
        int[][] mask = GenerationAgreementTest.rows(expected.getAsJsonArray("attention_mask"));
        Acceptance sum = Acceptance.NONE;
        for (String name : GREEDY) {
            JsonObject oneCase = expected.getAsJsonObject("cases").getAsJsonObject(name);
            JsonObject settings = oneCase.getAsJsonObject("settings").deepCopy();
            for (String key : List.of("max_length", "eos_token_id", "pad_token_id")) {
                settings.add(key, all.get(key));
            }
            JsonArray sequences = oneCase.getAsJsonArray("sequences");
            for (int row = 0; row < ids.length; row++) {
                SequenceGenerator.Sequences made = generator.generate(
                        new int[][] {ids[row]}, new int[][] {mask[row]}, GenerationJson.of("the settings", settings));
                int[] sequence = GenerationAgreementTest.rows(sequences)[row];
                int length = made.sequences()[0].length;
                assertEquals(
                        Arrays.toString(Arrays.copyOf(sequence, length)),
                        Arrays.toString(made.sequences()[0]),
                        family + ", " + name + ", row " + row);
                assertTrue(
                        Arrays.stream(sequence, length, sequence.length).allMatch(id -> id == 1),
                        family + ", " + name + ", row " + row + " ends too early");
                sum = sum.plus(made.acceptance());
            }
        }
        return sum;
    }
}
