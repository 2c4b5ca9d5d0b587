package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.checkpoint.HuggingFaceFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose weights nobody has trained, against the files that Hugging Face transformers wrote of theirs. */
class FreshModelTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @TempDir
    private Path folder = Path.of("");

    static List<Path> bareModels() {
        try (Stream<Path> folders = Files.list(FIXTURES.resolve("families"))) {
            Stream<Path> bare = folders.filter(path -> path.toString().matches(".*-(bare|encoder)"));
            return Stream.concat(bare, Stream.of(FIXTURES.resolve("bert-tiny")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereAreFixtures() {
        assertTrue(bareModels().size() >= 24, bareModels().toString());
    }

    @ParameterizedTest
    @MethodSource("bareModels")
    void aModelWithoutAHeadHasTheTensorsOfTransformersOwn(Path fixture) throws IOException {
        HuggingFaceFolder reference = HuggingFaceFolder.open(fixture);
        ModelDescription description = ModelDescription.of("config.json", reference.config());
        try (PretrainedModel model = PretrainedModel.random(description, Use.INFERENCE, Device.cpu())) {
            model.files().write(folder.resolve("new"));
        }
        HuggingFaceFolder written = HuggingFaceFolder.open(folder.resolve("new"));
        assertEquals(reference.tensors().keySet(), written.tensors().keySet());
        for (String name : reference.tensors().keySet()) {
            assertEquals(reference.info(name).shape(), written.info(name).shape(), name);
        }
    }
}
