package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import dev.jformers.serving.FillMask.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/fixtures/fill_mask.py} wrote what Hugging Face finds. */
class FillMaskTest {

    private static final Path EXPECTED = Path.of("../core/src/test/resources/fixtures/fill-mask.json");

    @TempDir
    Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(Fixtures.MASKED_LM.resolve(name), folder.resolve(name));
        }
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Fixtures.CLASSIFIER.resolve(name), folder.resolve(name));
        }
    }

    @Test
    void tokensAndScoresAreThoseOfHuggingFace() throws IOException {
        JsonArray entries = JsonParser.parseString(Files.readString(EXPECTED)).getAsJsonArray();
        assertEquals(4, entries.size());
        List<String> texts = new ArrayList<>();
        entries.forEach(entry -> texts.add(entry.getAsJsonObject().get("text").getAsString()));
        try (FillMask model = FillMask.load(folder)) {
            List<List<List<Candidate>>> together = model.fill(texts);
            for (int i = 0; i < texts.size(); i++) {
                JsonArray masks = entries.get(i).getAsJsonObject().getAsJsonArray("masks");
                assertMasks(masks, model.fill(texts.get(i)));
                assertMasks(masks, together.get(i));
            }
        }
    }

    private static void assertMasks(JsonArray expected, List<List<Candidate>> actual) {
        assertEquals(expected.size(), actual.size());
        for (int mask = 0; mask < actual.size(); mask++) {
            JsonArray candidates = expected.get(mask).getAsJsonArray();
            assertEquals(candidates.size(), actual.get(mask).size());
            for (int i = 0; i < candidates.size(); i++) {
                assertCandidate(candidates.get(i), actual.get(mask).get(i));
            }
        }
    }

    private static void assertCandidate(JsonElement element, Candidate actual) {
        JsonObject expected = element.getAsJsonObject();
        assertEquals(expected.get("token").getAsInt(), actual.id());
        assertEquals(expected.get("token_str").getAsString(), actual.token());
        assertEquals(expected.get("score").getAsDouble(), actual.probability(), 1e-5);
    }

    @Test
    void aTextWithoutAMaskIsToldWhatAMaskIs() throws IOException {
        try (FillMask model = FillMask.load(folder)) {
            assertEquals("[MASK]", model.maskToken());
            assertInvalid(
                    "\"a small animal\" has no mask; write [MASK] where a token is looked for.",
                    () -> model.fill("a small animal"));
            assertInvalid(
                    "the first mask of a text is behind the 19 tokens that the model reads; shorten it.",
                    () -> model.fill("a ".repeat(40) + "[MASK]"));
        }
    }

    @Test
    void asManyTokensAreFoundAsAreWanted() throws IOException {
        try (FillMask one = FillMask.load(folder, 1, ServingOptions.defaults());
                FillMask all = FillMask.load(folder, 1000, ServingOptions.defaults())) {
            assertEquals(1, one.fill("[MASK]").get(0).size());
            List<Candidate> found = all.fill("[MASK]").get(0);
            assertEquals(67, found.size());
            assertEquals(1, found.stream().mapToDouble(Candidate::probability).sum(), 1e-4);
        }
        assertInvalid(
                "the number of tokens is 0 but must be at least 1.",
                () -> FillMask.load(folder, 0, ServingOptions.defaults()));
    }

    @Test
    void aModelWithoutSuchAHeadIsRefused() {
        assertInvalid(
                Fixtures.CLASSIFIER
                        + " holds a model with the head SequenceClassification but must hold one for masked tokens"
                        + " (architectures such as [\"BertForMaskedLM\"]).",
                () -> FillMask.load(Fixtures.CLASSIFIER));
    }

    private static void assertInvalid(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(InvalidInputException.class, call).getMessage());
    }
}
