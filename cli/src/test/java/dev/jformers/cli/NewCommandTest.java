package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.jformers.checkpoint.HuggingFaceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aConfigBecomesAModelThatRuns() throws IOException {
        Path model = folder.resolve("model");
        Path fixture = Models.FIXTURES.resolve("families/marian");
        String said = CommandRun.of("new", fixture.resolve("config.json"), "--output", model)
                .succeeded();
        assertTrue(said.startsWith("Wrote " + model + "\n"), said);
        assertEquals(
                HuggingFaceFolder.open(fixture).tensors().keySet(),
                HuggingFaceFolder.open(model).tensors().keySet());
        Path output = folder.resolve("out.safetensors");
        CommandRun.of("forward", model, "--input", fixture.resolve("inputs.safetensors"), "--output", output)
                .succeeded();
    }

    @Test
    void theSameSeedDrawsTheSameWeights() throws IOException {
        assertArrayEquals(weights("a", 7), weights("b", 7));
        assertFalse(Arrays.equals(weights("c", 7), weights("d", 8)));
    }

    @Test
    void settingsMakeAConfig() throws IOException {
        Path model = folder.resolve("model");
        bert(model, "--architecture", "BertForMaskedLM", "--set", "hidden_act=relu")
                .succeeded();
        HuggingFaceFolder files = HuggingFaceFolder.open(model);
        JsonObject config = files.config();
        assertEquals("bert", config.get("model_type").getAsString());
        assertEquals("relu", config.get("hidden_act").getAsString());
        assertEquals(12, config.get("hidden_size").getAsInt());
        assertEquals("[\"BertForMaskedLM\"]", config.get("architectures").toString());
        assertEquals(
                java.util.List.of(31L, 12L),
                files.info("bert.embeddings.word_embeddings.weight").shape());
    }

    @Test
    void aMissingKeyIsNamed() {
        CommandRun.of("new", "--family", "bert", "--set", "hidden_size=12", "--output", folder.resolve("model"))
                .failed(
                        "jformers new: --family and --set: vocab_size is missing but must be a whole number of at least 1.");
        assertFalse(Files.exists(folder.resolve("model")));
    }

    @Test
    void keysThatNobodyReadsAreNamedWithTheNearest() {
        bert(folder.resolve("model"), "--set", "hidden_dropuot_prob=0", "--set", "windows=7")
                .failed(
                        "jformers new: --family and --set: hidden_dropuot_prob is no key of bert that jformers reads; did you"
                                + " mean hidden_dropout_prob?\n"
                                + "--family and --set: windows is no key of bert that jformers reads; take it out");
        CommandRun.of("new", "--family", "bert", "--set", "hiddensize=12", "--output", folder.resolve("model"))
                .failed(
                        "jformers new: --family and --set: hidden_size is missing but must be a whole number of at least 1;"
                                + " is it what hiddensize means?");
        assertFalse(Files.exists(folder.resolve("model")));
    }

    @Test
    void anUnknownFamilyIsMetWithTheNearest() {
        CommandRun run = CommandRun.of("new", "--family", "bertt", "--output", folder.resolve("model"));
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors()
                .startsWith("jformers new: --family and --set: model_type is \"bertt\" but must be one of"));
        assertTrue(run.errors().endsWith("did you mean bert?\n"), run.errors());
    }

    @Test
    void anExistingFolderIsKeptUnlessAsked() throws IOException {
        Path model = folder.resolve("model");
        bert(model).succeeded();
        bert(model).failed("jformers new: " + model + " exists already; choose another output or add --overwrite");
        bert(model, "--overwrite").succeeded();
    }

    private byte[] weights(String name, int seed) throws IOException {
        bert(folder.resolve(name), "--seed", seed).succeeded();
        return Files.readAllBytes(folder.resolve(name).resolve("model.safetensors"));
    }

    private static CommandRun bert(Path model, Object... more) {
        Object[] fixed = {
            "new",
            "--family",
            "bert",
            "--output",
            model,
            "--set",
            "hidden_size=12",
            "--set",
            "num_attention_heads=3",
            "--set",
            "num_hidden_layers=2",
            "--set",
            "intermediate_size=20",
            "--set",
            "vocab_size=31",
            "--set",
            "max_position_embeddings=9"
        };
        Object[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return CommandRun.of(all);
    }
}
