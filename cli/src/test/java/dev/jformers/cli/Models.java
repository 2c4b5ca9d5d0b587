package dev.jformers.cli;

import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The tiny models of core's fixtures, whole and damaged. */
final class Models {

    static final Path FIXTURES = Path.of("../core/src/test/resources/fixtures");
    static final Path CLASSIFIER = FIXTURES.resolve("bert-tiny-classifier");

    private Models() {}

    /** A copy of the classifier that a test may damage. */
    static Path copy(Path target) throws IOException {
        return copy(CLASSIFIER, target);
    }

    static Path copy(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(source)) {
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    /** A model without a head, with a tokenizer. */
    static Path embedder(Path target) throws IOException {
        copy(FIXTURES.resolve("bert-tiny"), target);
        for (String file : List.of("tokenizer.json", "tokenizer_config.json", "vocab.txt")) {
            Files.copy(CLASSIFIER.resolve(file), target.resolve(file));
        }
        return target;
    }

    /** Adds what sentence-transformers writes: a pooling, and no scaling. */
    static void addPooling(Path folder, String mode) throws IOException {
        Files.writeString(folder.resolve("modules.json"), """
                [
                  {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
                  {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}
                ]
                """);
        Path pooling = Files.createDirectories(folder.resolve("1_Pooling")).resolve("config.json");
        Files.writeString(pooling, "{\"word_embedding_dimension\": 24, \"" + mode + "\": true}");
    }

    /** Keeps some tensors of a model only. */
    static void filterTensors(Path folder, Predicate<String> kept) throws IOException {
        Safetensors all = Safetensors.open(CLASSIFIER.resolve("model.safetensors"));
        SafetensorsWriter some = new SafetensorsWriter();
        for (TensorInfo info : all.tensors().values()) {
            if (kept.test(info.name())) {
                some.add(info.name(), info.type(), info.shape(), sink -> sink.accept(all.buffer(info.name())));
            }
        }
        some.write(folder.resolve("model.safetensors"));
    }

    static void replaceInConfig(Path folder, String text, String replacement) throws IOException {
        Path config = folder.resolve("config.json");
        String before = Files.readString(config);
        if (!before.contains(text)) {
            throw new IllegalArgumentException(config + " has no " + text);
        }
        Files.writeString(config, before.replace(text, replacement));
    }
}
