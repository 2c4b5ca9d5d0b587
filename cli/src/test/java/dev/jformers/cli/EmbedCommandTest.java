package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aClassifierIsRefused() {
        CommandRun run = CommandRun.of("embed", Models.CLASSIFIER, "hello");
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().startsWith("jformers embed: " + Models.CLASSIFIER), run.errors());
        assertEquals(1, run.errors().lines().count());
    }
}
