package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sines and cosines that some files hold and others leave to be computed. */
class ComputedTablesTest {

    private static final Path PEGASUS = Path.of("src/test/resources/fixtures/families/pegasus");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTableThatTheFileLacksIsThatOfTheReference() throws IOException {
        HuggingFaceFolder whole = HuggingFaceFolder.open(PEGASUS);
        SafetensorsWriter rest = new SafetensorsWriter();
        for (TensorInfo info : whole.tensors().values()) {
            if (!info.name().contains("embed_positions")) {
                rest.add(info.name(), info.type(), info.shape(), whole.source(info.name()));
            }
        }
        rest.write(folder.resolve("model.safetensors"));
        Files.copy(PEGASUS.resolve("config.json"), folder.resolve("config.json"));
        try (PretrainedModel stored = PretrainedModel.load(PEGASUS, Device.cpu());
                PretrainedModel computed = PretrainedModel.load(folder, Device.cpu())) {
            List<String> paths = stored.weights().keySet().stream()
                    .filter(path -> path.contains("embeddings.position"))
                    .toList();
            assertEquals(2, paths.size());
            for (String path : paths) {
                assertArrayEquals(
                        Objects.requireNonNull(stored.weights().get(path)).toFloatArray(),
                        Objects.requireNonNull(computed.weights().get(path)).toFloatArray(),
                        path);
            }
            assertEquals(List.of(), computed.newTensors());
            computed.files().write(folder.resolve("again"));
        }
        assertEquals(
                whole.tensors().keySet(),
                HuggingFaceFolder.open(folder.resolve("again")).tensors().keySet());
    }
}
