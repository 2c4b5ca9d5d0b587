package dev.jformers.serving;

import dev.jformers.onnx.OnnxBertImport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A real encoder from the class path. */
final class MiniLm {

    private MiniLm() {}

    static Path importInto(Path folder) throws IOException {
        Path onnx = resource(folder, "all-minilm-l6-v2.onnx");
        Path tokenizer = resource(folder, "all-minilm-l6-v2-tokenizer.json");
        return OnnxBertImport.run(onnx, tokenizer, folder.resolve("minilm")).folder();
    }

    private static Path resource(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream content = Objects.requireNonNull(MiniLm.class.getResourceAsStream("/" + name), name)) {
            Files.copy(content, file);
        }
        return file;
    }
}
