package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.checkpoint.Fuzz;
import dev.jformers.checkpoint.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFuzzTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @TempDir
    Path folder;

    @Test
    void damagedConfigsAreReadOrReported() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("bert-tiny", "bert-tiny-mlm", "bert-tiny-classifier")) {
            seeds.add(Files.readAllBytes(FIXTURES.resolve(name).resolve("config.json")));
        }
        List<byte[]> tokens = Stream.of(
                        "null",
                        "-1",
                        "0",
                        "1e400",
                        "1e-400",
                        "1e999999999",
                        "99999999999999999999",
                        "NaN",
                        "[",
                        "{}",
                        "\"\"",
                        "true",
                        "\"model_type\": \"bert\"",
                        "\"num_hidden_layers\": ",
                        "\\u0000",
                        ",",
                        "}")
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toList();
        long refused = new Fuzz(seeds, tokens, folder)
                .run("config.json", (content, file) -> ModelDescription.of(file.toString(), StrictJson.read(file)));
        assertTrue(refused > 100, refused + " refused");
    }
}
