package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.family.Families;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aModelFolder() {
        assertEquals("""
                ../core/src/test/resources/fixtures/bert-tiny-classifier
                  family          bert
                  head            sequence classification, 5 labels: animal, artifact, food, person, plant
                  layers          2
                  hidden size     24
                  attention       3 heads of 8
                  feed-forward    40, gelu
                  norm            layer norm (epsilon 1.0E-12) after each sublayer
                  vocabulary      67 tokens
                  positions       19
                  segments        2
                  dropout         0.1, attention 0.1
                  parameters      11,845
                  tensors         41 (F32), 46.3 KiB
                  to run          46.3 KiB for weights, in float32
                  to train        185.1 KiB for weights, gradients and Adam's two moments; activations come on top
                  tokenizer       WordPiece, 67 tokens, lower case
                  special tokens  [PAD] [UNK] [CLS] [SEP] [MASK]

                Tensors
                  bert.embeddings.LayerNorm.bias                          F32   [24]
                  bert.embeddings.LayerNorm.weight                        F32   [24]
                  bert.embeddings.position_embeddings.weight              F32   [19, 24]
                  bert.embeddings.token_type_embeddings.weight            F32   [2, 24]
                  bert.embeddings.word_embeddings.weight                  F32   [67, 24]
                  ... and 36 more; --tensors shows all
                """, CommandRun.of("inspect", Models.CLASSIFIER).succeeded());
    }

    @Test
    void allTensorsOnRequest() {
        String out = CommandRun.of("inspect", Models.CLASSIFIER, "--tensors").succeeded();
        assertEquals(41, out.substring(out.indexOf("Tensors\n")).lines().count() - 1);
        assertTrue(out.contains("  classifier.weight "), out);
    }

    @Test
    void aLoneSafetensorsFile() {
        assertEquals(
                """
                ../core/src/test/resources/fixtures/bert-tiny-classifier/inputs.safetensors
                  parameters       102
                  tensors          4 (I64), 816 bytes
                  to run           408 bytes for weights, in float32
                  to train         1.6 KiB for weights, gradients and Adam's two moments; activations come on top
                  metadata format  pt

                Tensors
                  attention_mask  I64   [3, 11]
                  input_ids       I64   [3, 11]
                  labels          I64   [3]
                  token_type_ids  I64   [3, 11]
                """,
                CommandRun.of("inspect", Models.CLASSIFIER.resolve("inputs.safetensors"))
                        .succeeded());
    }

    @Test
    void aLonePytorchFile() {
        assertEquals(
                """
                ../core/src/test/resources/fixtures/pytorch/views.bin
                  parameters  213
                  tensors     14 (1 BF16, 1 BOOL, 1 F16, 10 F32, 1 I64), 736 bytes
                  to run      852 bytes for weights, in float32
                  to train    3.3 KiB for weights, gradients and Adam's two moments; activations come on top

                Tensors
                  embedding   F32   [6, 5]
                  tied        F32   [6, 5]
                  transposed  F32   [5, 6]
                  rows        F32   [2, 5]
                  columns     F32   [6, 2]
                  ... and 9 more; --tensors shows all
                """,
                CommandRun.of("inspect", Models.FIXTURES.resolve("pytorch/views.bin"))
                        .succeeded());
    }

    @Test
    void aLoneGgufFile() {
        String out = CommandRun.of("inspect", Models.FIXTURES.resolve("gguf/llama/model.gguf"))
                .succeeded();
        for (String line : """
                  parameters                                       29,592
                  tensors                                          21 (F32), 115.6 KiB
                  metadata general.architecture                    llama
                  metadata llama.attention.layer_norm_rms_epsilon  1.0E-5
                  metadata tokenizer.ggml.tokens                   a list of 430
                  metadata tokenizer.ggml.add_bos_token            true
                  token_embd.weight         F32   [430, 24]
                  ... and 16 more; --tensors shows all
                """.lines().toList()) {
            assertTrue(out.contains(line + "\n"), out);
        }
    }

    @Test
    void quantisedTensorsAreCountedAsTheyAreStored() {
        String out = CommandRun.of("inspect", Models.FIXTURES.resolve("gguf/types.gguf"), "--tensors")
                .succeeded();
        assertTrue(
                out.contains("  tensors                        11 (1 BF16, 1 F16, 1 F32, 1 Q4_0, 1 Q4_1, 1 Q4_K,"
                        + " 1 Q5_0, 1 Q5_1, 1 Q5_K, 1 Q6_K, 1 Q8_0), 5.3 KiB\n"),
                out);
        assertTrue(out.contains("  Q4_K.weight  Q4_K  [3, 512]\n"), out);
    }

    @Test
    void aFileThatHoldsNoTensors() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "Buy milk.");
        CommandRun.of("inspect", file)
                .failed("jformers inspect: " + file + " is no safetensors, PyTorch or GGUF file; inspect one of these,"
                        + " a model folder, or what jformers import makes of the file");
    }

    @Test
    void aPickleThatAsksForMoreThanTensors() {
        CommandRun run = CommandRun.of("inspect", Models.FIXTURES.resolve("pytorch/hostile-system-2.bin"));
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().contains("system"), run.errors());
    }

    @Test
    void aMissingFolder() {
        CommandRun.of("inspect", folder.resolve("none"))
                .failed("jformers inspect: " + folder.resolve("none")
                        + " does not exist; expected a model folder with config.json and model.safetensors");
    }

    @Test
    void aFolderWithoutConfig() {
        CommandRun.of("inspect", folder)
                .failed("jformers inspect: " + folder
                        + " has no config.json; expected a model folder with config.json and model.safetensors");
    }

    @Test
    void aFolderWithoutWeights() throws IOException {
        Files.copy(Models.CLASSIFIER.resolve("config.json"), folder.resolve("config.json"));
        CommandRun.of("inspect", folder)
                .failed("jformers inspect: " + folder
                        + " has no weights: none of model.safetensors, model.safetensors.index.json, pytorch_model.bin,"
                        + " pytorch_model.bin.index.json");
    }

    @Test
    void anUnknownFamily() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        Models.replaceInConfig(model, "\"model_type\": \"bert\"", "\"model_type\": \"bertt\"");
        CommandRun.of("inspect", model)
                .failed("jformers inspect: config.json of " + model + ": model_type is \"bertt\" but must be one of "
                        + Families.modelTypes() + "; did you mean bert?");
    }

    @Test
    void aConfigThatIsNoJson() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{\"model_type\": ");
        CommandRun.of("inspect", model)
                .failed("jformers inspect: " + model.resolve("config.json") + " ends in the middle of its JSON");
    }

    @Test
    void aTruncatedSafetensorsFile() throws IOException {
        Path file = folder.resolve("cut.safetensors");
        byte[] whole = Files.readAllBytes(Models.CLASSIFIER.resolve("model.safetensors"));
        Files.write(file, java.util.Arrays.copyOf(whole, 100));
        CommandRun run = CommandRun.of("inspect", file);
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(
                run.errors()
                        .matches("jformers inspect: .*cut.safetensors: header length is \\d+ but only 92 bytes follow;"
                                + " the file is truncated\n"),
                run.errors());
    }

    @Test
    void aTokenizerThatIsNoJson() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        Files.writeString(model.resolve("tokenizer.json"), "[]");
        CommandRun.of("inspect", model)
                .failed("jformers inspect: " + model.resolve("tokenizer.json")
                        + " must be a JSON object, {...}, but is a BEGIN_ARRAY");
    }
}
