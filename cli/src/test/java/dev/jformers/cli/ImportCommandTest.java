package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void miniLmIsImportedAndEmbeds() throws IOException {
        Path onnx = extract("all-minilm-l6-v2.onnx");
        extract("all-minilm-l6-v2-tokenizer.json");
        Path model = folder.resolve("model");
        assertEquals(
                """
                Imported %s
                  model            bert
                  layers           6
                  hidden size      384
                  heads            12
                  vocabulary       30,522
                  positions        512
                  weights          101 tensors, 22,565,376 parameters
                  not in the file  pooler.dense.weight, pooler.dense.bias
                  left out         embeddings.position_ids
                """.formatted(model),
                CommandRun.of("import", onnx, "--output", model).succeeded());
        String vector =
                CommandRun.of("embed", model, "This is an example sentence").succeeded();
        assertTrue(vector.matches("\\[0\\.0676\\d+,0\\.0634\\d+,0\\.0487\\d+,0\\.0793\\d+,.*\n"), vector);

        CommandRun.of("import", onnx, "--output", model)
                .failed("jformers import: " + model + " exists already; choose another output or delete it first");
    }

    @Test
    void aFileThatIsNoOnnx() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "this is a text, not a model");
        CommandRun run = CommandRun.of("import", file, "--output", folder.resolve("model"));
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().startsWith("jformers import: " + file), run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
        assertTrue(Files.notExists(folder.resolve("model")));
    }

    @Test
    void aFileThatIsNotThere() {
        CommandRun run = CommandRun.of("import", folder.resolve("none.onnx"), "--output", folder.resolve("model"));
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().startsWith("jformers import: " + folder.resolve("none.onnx")), run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
    }

    @Test
    void aGgufIsToldByItsFirstBytes() throws IOException {
        Path gguf = Files.copy(Models.FIXTURES.resolve("gguf/gpt2/model.gguf"), folder.resolve("model.onnx"));
        Path model = folder.resolve("model");
        assertEquals(
                """
                Imported %s
                  model        gpt2
                  layers       2
                  hidden size  20
                  heads        5
                  vocabulary   291
                  positions    48
                  weights      28 tensors, 12,676 parameters
                """.formatted(model),
                CommandRun.of("import", gguf, "--output", model).succeeded());
        assertTrue(Files.exists(model.resolve("tokenizer.json")));
    }

    @Test
    void aPytorchFileIsReadWithTheConfigBesideIt() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Path weights = Files.copy(Models.FIXTURES.resolve("pytorch/views.bin"), source.resolve("weights.pth"));
        CommandRun.of("import", weights, "--output", folder.resolve("model"))
                .failed("jformers import: " + source
                        + " has no config.json; expected a model folder with config.json and model.safetensors");
        Files.writeString(source.resolve("config.json"), "{\"model_type\": \"any\", \"hidden_size\": 5}");
        String said = CommandRun.of("import", weights, "--output", folder.resolve("model"))
                .succeeded();
        assertTrue(said.contains("weights      14 tensors"), said);
        assertTrue(said.contains("layers       not given"), said);
        assertTrue(Files.exists(folder.resolve("model").resolve("model.safetensors")));

        Files.copy(weights, source.resolve("pytorch_model.bin"));
        CommandRun.of("import", source, "--output", folder.resolve("again")).succeeded();
        assertEquals(
                -1,
                Files.mismatch(
                        folder.resolve("model").resolve("model.safetensors"),
                        folder.resolve("again").resolve("model.safetensors")));
    }

    @Test
    void aHostilePickleIsRefusedByName() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Files.writeString(source.resolve("config.json"), "{}");
        Path weights = Files.copy(
                Models.FIXTURES.resolve("pytorch/hostile-system-4.bin"), source.resolve("pytorch_model.bin"));
        CommandRun run = CommandRun.of("import", weights, "--output", folder.resolve("model"));
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().contains("asks for posix.system"), run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
        assertTrue(Files.notExists(folder.resolve("model")));
    }

    @Test
    void optionsOfOnnxAreForOnnxAlone() {
        Path gguf = Models.FIXTURES.resolve("gguf/gpt2/model.gguf");
        CommandRun.of("import", gguf, "--heads", "2", "--output", folder.resolve("model"))
                .failed("jformers import: " + gguf
                        + " is no ONNX file, and --tokenizer and --heads are for ONNX alone");
    }

    private Path extract(String resource) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream stream = ImportCommandTest.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw new IOException(resource + " is not on the class path");
            }
            Files.copy(stream, file);
        }
        return file;
    }
}
