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
                  encoder               6 layers, hidden size 384, 12 heads
                  vocabulary            30,522 tokens
                  positions             512
                  weights               101 tensors, 22,565,376 parameters
                  not in the ONNX file  pooler.dense.weight, pooler.dense.bias
                  left out              embeddings.position_ids
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
