package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    /** The fixtures' configs are Hugging Face's own, with all keys that its classes write. */
    @Test
    void everyKeyThatHuggingFaceWritesIsKnown() throws IOException {
        List<Path> configs;
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            configs = files.filter(file -> file.endsWith("config.json")).toList();
        }
        for (Path config : configs) {
            JsonObject json = StrictJson.read(config);
            assertEquals(Map.of(), ModelDescription.unknownKeys("config.json", json), config.toString());
        }
        assertTrue(configs.size() >= 60, "only " + configs.size() + " configs");
    }

    @Test
    void aKeyThatNobodyReadsIsToldWithTheNearest() {
        assertEquals(
                Map.of("rms_norm_epsi", "is no key of llama that jformers reads; did you mean rms_norm_eps?"),
                unknown(llama("\"rms_norm_epsi\": 1e-6")));
    }

    @Test
    void keysWithinAnObjectAreChecked() {
        assertEquals(
                Map.of(
                        "rope_parameters.rope_tehta",
                        "is no key of rope_parameters that jformers reads; did you mean rope_theta?"),
                unknown(llama("\"rope_parameters\": {\"rope_type\": \"default\", \"rope_tehta\": 5000}")));
    }

    @Test
    void keysThatOnlyOtherChoicesReadAreKnown() {
        assertEquals(Map.of(), unknown("""
                        {"model_type": "qwen2", "vocab_size": 9, "hidden_size": 8, "intermediate_size": 8,
                         "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 2,
                         "use_sliding_window": false, "sliding_window": 4, "max_window_layers": 1}"""));
        assertEquals(Map.of(), unknown(llama("\"num_further_predictions\": 2, \"prefix_lm\": true")));
    }

    private static String llama(String more) {
        return """
                {"model_type": "llama", "vocab_size": 9, "hidden_size": 8, "intermediate_size": 8,
                 "num_hidden_layers": 1, "num_attention_heads": 2, %s}""".formatted(more);
    }

    private static Map<String, String> unknown(String config) {
        return ModelDescription.unknownKeys(
                "config", JsonParser.parseString(config).getAsJsonObject());
    }
}
