package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FillMaskCommandTest {

    private static final Path FIXTURES = Path.of("../core/src/test/resources/fixtures");

    @TempDir
    Path model;

    @BeforeEach
    void copyModel() throws IOException {
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(FIXTURES.resolve("bert-tiny-mlm").resolve(name), model.resolve(name));
        }
        Files.copy(FIXTURES.resolve("bert-tiny-classifier/tokenizer.json"), model.resolve("tokenizer.json"));
    }

    @Test
    void theMostProbableTokensOfEachMaskArePrinted() {
        List<String> lines = CommandRun.of("fill-mask", model, "a [MASK] with [MASK]", "--top-k", 2)
                .succeeded()
                .lines()
                .toList();
        assertEquals(6, lines.size(), lines::toString);
        assertEquals("a [MASK] with [MASK]", lines.get(0));
        for (int line : new int[] {1, 2, 4, 5}) {
            assertTrue(lines.get(line).matches("  [01]\\.\\d{4}  \\S+"), lines.get(line));
        }
        assertEquals("", lines.get(3));
    }

    @Test
    void linesOfStandardInputBecomeLinesOfJson() {
        String out = CommandRun.withInput("a [MASK]\n[MASK] [MASK]\n", "fill-mask", model, "--json")
                .succeeded();
        List<JsonObject> answers = out.lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(2, answers.size());
        assertEquals("a [MASK]", answers.get(0).get("text").getAsString());
        JsonArray masks = answers.get(1).getAsJsonArray("masks");
        assertEquals(2, masks.size());
        JsonArray first = masks.get(0).getAsJsonArray();
        assertEquals(5, first.size());
        assertTrue(first.get(0).getAsJsonObject().get("score").getAsDouble()
                >= first.get(1).getAsJsonObject().get("score").getAsDouble());
    }

    @Test
    void aTextWithoutAMaskIsToldWhatAMaskIs() {
        CommandRun.of("fill-mask", model, "a plant")
                .failed("jformers fill-mask: \"a plant\" has no mask; write [MASK] where a token is looked for.");
        CommandRun.of("fill-mask", model, "[MASK]", "--top-k", "0")
                .refused("jformers fill-mask: --top-k is 0 but must be at least 1", "jformers fill-mask");
    }
}
