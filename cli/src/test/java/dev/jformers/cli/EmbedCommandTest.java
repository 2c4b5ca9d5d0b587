package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");

    @BeforeEach
    void makeModel() throws IOException {
        model = Models.embedder(folder.resolve("model"));
    }

    @Test
    void oneArrayALine() {
        String out = CommandRun.of("embed", model, "hello", "a plant").succeeded();
        assertEquals(2, out.lines().count());
        out.lines().forEach(line -> {
            JsonArray vector = JsonParser.parseString(line).getAsJsonArray();
            assertEquals(24, vector.size());
            double squares = vector.asList().stream()
                    .mapToDouble(JsonElement::getAsDouble)
                    .map(value -> value * value)
                    .sum();
            assertEquals(1, squares, 1e-5);
        });
    }

    @Test
    void rowsKeepTheirColumns() throws IOException {
        Path input = Files.writeString(folder.resolve("in.csv"), "id,text\n7,hello\n");
        Path output = folder.resolve("out.jsonl");
        CommandRun.of("embed", model, "--input", input, "--output", output).succeeded();
        String line = Files.readString(output);
        assertTrue(line.startsWith("{\"id\":\"7\",\"text\":\"hello\",\"embedding\":["), line);
        String json = CommandRun.of("embed", model, "--json", "hello").succeeded();
        assertTrue(json.startsWith("{\"text\":\"hello\",\"embedding\":["), json);
    }

    /** The numbers are those of transformers' BertModel, pooled with PyTorch. */
    @ParameterizedTest
    @CsvSource({
        "pooling_mode_cls_token,  0.95763028 -2.06213737 -0.75547838, 1.19242001 -1.97444034 -0.58919257",
        "pooling_mode_mean_tokens, 1.04724395 -2.01977587 -0.59438843, 1.14654982 -2.10402584 -0.52716041",
        "pooling_mode_max_tokens, 1.10535121 -1.98302972 -0.49265122, 1.32056510 -1.92861974 -0.40617135"
    })
    void textsArePooledAsTheModelsFilesSay(String mode, String first, String second) throws IOException {
        Models.addPooling(model, mode);
        assertVectors(model, first, second);
        Path export = folder.resolve("export");
        CommandRun.of("export", model, "--output", export).succeeded();
        assertVectors(export, first, second);
    }

    private static void assertVectors(Path model, String... expected) {
        String out = CommandRun.of("embed", model, "hello", "a small plant").succeeded();
        List<String> lines = out.lines().toList();
        assertEquals(expected.length, lines.size());
        for (int text = 0; text < expected.length; text++) {
            JsonArray vector = JsonParser.parseString(lines.get(text)).getAsJsonArray();
            String[] values = expected[text].split(" ", -1);
            for (int i = 0; i < values.length; i++) {
                assertEquals(Double.parseDouble(values[i]), vector.get(i).getAsDouble(), 1e-5);
            }
        }
    }

    @Test
    void aPoolingThatIsNotKnownIsRefusedByName() throws IOException {
        Models.addPooling(model, "pooling_mode_lasttoken");
        CommandRun run = CommandRun.of("embed", model, "hello");
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().contains("1_Pooling/config.json: the pooling mode is lasttoken"), run.errors());
    }

    @Test
    void aClassifierIsRefused() {
        CommandRun run = CommandRun.of("embed", Models.CLASSIFIER, "hello");
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().startsWith("jformers embed: " + Models.CLASSIFIER), run.errors());
        assertEquals(1, run.errors().lines().count());
    }
}
