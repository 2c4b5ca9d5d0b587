package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.checkpoint.HuggingFaceFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A config that asks for more than its weights hold is refused before memory is taken for it. */
class ImmenseConfigTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    @ParameterizedTest
    @CsvSource({
        "albert, num_hidden_layers",
        "bart, encoder_layers",
        "bart, decoder_layers",
        "bloom, n_layer",
        "deberta-v2, num_hidden_layers",
        "deepseek-v2, num_hidden_layers",
        "deepseek-v2, n_routed_experts",
        "distilbert, n_layers",
        "electra, num_hidden_layers",
        "gemma, num_hidden_layers",
        "gemma2, num_hidden_layers",
        "gpt-neox, num_hidden_layers",
        "gpt2, n_layer",
        "gpt2, num_further_predictions",
        "gptj, n_layer",
        "llama, num_hidden_layers",
        "marian, max_position_embeddings",
        "mixtral, num_local_experts",
        "modernbert, num_hidden_layers",
        "mpnet, num_hidden_layers",
        "opt, num_hidden_layers",
        "pegasus, max_position_embeddings",
        "t5, num_layers",
        "t5, num_decoder_layers",
        "xlnet, n_layer"
    })
    void theKeyIsNamed(String fixture, String key) throws IOException {
        HuggingFaceFolder files = HuggingFaceFolder.open(FIXTURES.resolve(fixture));
        JsonObject config = files.config().deepCopy();
        config.remove("layer_types");
        config.addProperty(key, 2_000_000_000);
        String problem = refusal(files, config);
        assertTrue(problem.startsWith("config.json: " + key + " is 2000000000 but must be at most "), problem);
    }

    @Test
    void expertsThatHaveNoTensorsAreNotBuilt() throws IOException {
        HuggingFaceFolder files = HuggingFaceFolder.open(FIXTURES.resolve("mixtral"));
        JsonObject config = files.config().deepCopy();
        config.addProperty("num_hidden_layers", 10_000);
        config.addProperty("num_local_experts", 10_000);
        assertEquals(
                "the weights in " + files.path()
                        + " do not fit its config.json, which has 100000000 experts in all layers"
                        + " together: there are " + files.tensors().size() + " tensors; use the files of one model.",
                refusal(files, config));
    }

    @Test
    void everyOtherNumberIsRefusedOrMeansNoMemory() throws IOException {
        List<String> refused = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (String fixture : List.of(
                "albert",
                "bart",
                "deberta-v2",
                "deepseek-v2-groups",
                "gemma3",
                "gpt2",
                "llama-yarn",
                "marian",
                "modernbert",
                "mpnet",
                "opt",
                "roberta",
                "t5",
                "xlnet")) {
            HuggingFaceFolder files = HuggingFaceFolder.open(FIXTURES.resolve(fixture));
            for (Map.Entry<String, JsonElement> entry : files.config().entrySet()) {
                if (entry.getValue() instanceof JsonPrimitive value && value.isNumber()) {
                    JsonObject config = files.config().deepCopy();
                    config.addProperty(entry.getKey(), Integer.MAX_VALUE);
                    try {
                        load(files, config);
                    } catch (InvalidInputException e) {
                        refused.add(fixture + " " + entry.getKey());
                    } catch (RuntimeException e) {
                        failed.add(fixture + " " + entry.getKey() + ": " + e);
                    }
                }
            }
        }
        assertEquals(List.of(), failed);
        assertTrue(refused.size() > 100, refused.toString());
    }

    private static String refusal(HuggingFaceFolder files, JsonObject config) {
        return String.valueOf(assertThrows(InvalidInputException.class, () -> load(files, config))
                .getMessage());
    }

    private static void load(HuggingFaceFolder files, JsonObject config) {
        ModelDescription description = ModelDescription.of("config.json", config);
        PretrainedModel.load(files, description, PretrainedModel.Use.INFERENCE, Device.cpu())
                .close();
    }
}
