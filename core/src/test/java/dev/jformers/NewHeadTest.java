package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.checkpoint.HuggingFaceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights without the head that a model is to have: it starts at random where it is to be trained. */
class NewHeadTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "albert-bare, AlbertForMaskedLM, predictions.",
        "distilbert-bare, DistilBertForMaskedLM, vocab_",
        "electra-bare, ElectraForMaskedLM, generator_",
        "modernbert-bare, ModernBertForMaskedLM, head.|decoder.",
        "mpnet-bare, MPNetForMaskedLM, lm_head.",
        "roberta-bare, RobertaForMaskedLM, lm_head.",
    })
    void bareWeightsLearnToPredictMaskedTokens(String fixture, String architecture, String names) throws IOException {
        HuggingFaceFolder bare = HuggingFaceFolder.open(FIXTURES.resolve(fixture));
        List<String> asBare = newTensors(bare, ModelDescription.of(bare).forMaskedLanguageModeling());
        HuggingFaceFolder named = named(fixture, architecture);
        List<String> asNamed = newTensors(named, ModelDescription.of(named).forMaskedLanguageModeling());
        assertEquals(asBare, asNamed);
        assertTrue(asBare.size() >= 2, asBare.toString());
        assertTrue(
                asBare.stream().allMatch(name -> name.matches("(" + names.replace(".", "\\.") + ").*")),
                asBare.toString());
    }

    @Test
    void aModelThatIsToRunNeedsItsHead() throws IOException {
        named("mpnet-bare", "MPNetForMaskedLM");
        InvalidInputException problem =
                assertThrows(InvalidInputException.class, () -> PretrainedModel.load(folder, Device.cpu()));
        assertTrue(problem.getMessage().contains("tensor lm_head.dense.weight is missing"), problem.getMessage());
    }

    private static List<String> newTensors(HuggingFaceFolder files, ModelDescription description) {
        try (PretrainedModel model =
                PretrainedModel.load(files, description, PretrainedModel.Use.TRAINING, Device.cpu())) {
            return model.newTensors();
        }
    }

    /** The weights of a fixture in a folder whose config names another model. */
    private HuggingFaceFolder named(String fixture, String architecture) throws IOException {
        Path source = FIXTURES.resolve(fixture);
        Files.copy(source.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        JsonObject config = JsonParser.parseString(Files.readString(source.resolve("config.json")))
                .getAsJsonObject();
        JsonArray architectures = new JsonArray();
        architectures.add(architecture);
        config.add("architectures", architectures);
        Files.writeString(folder.resolve("config.json"), config.toString());
        return HuggingFaceFolder.open(folder);
    }
}
