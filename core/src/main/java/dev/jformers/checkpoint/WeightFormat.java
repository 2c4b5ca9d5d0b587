package dev.jformers.checkpoint;

import dev.jformers.checkpoint.pytorch.PytorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files that may hold the weights of a model folder, the preferred first. */
enum WeightFormat {
    SAFETENSORS("model", ".safetensors") {
        @Override
        NamedTensors open(Path file) throws IOException {
            return Safetensors.open(file);
        }
    },
    PYTORCH("pytorch_model", ".bin") {
        @Override
        NamedTensors open(Path file) throws IOException {
            return PytorchFile.open(file);
        }
    };

    private final String stem;
    private final String extension;

    WeightFormat(String stem, String extension) {
        this.stem = stem;
        this.extension = extension;
    }

    abstract NamedTensors open(Path file) throws IOException;

    String extension() {
        return extension;
    }

    String fileName() {
        return stem + extension;
    }

    String indexName() {
        return stem + extension + ".index.json";
    }

    /** The weights of a folder if it has them in this format, in one file or in shards. */
    Optional<NamedTensors> find(Path folder) throws IOException {
        Path file = folder.resolve(fileName());
        if (Files.exists(file)) {
            return Optional.of(open(file));
        }
        Path index = folder.resolve(indexName());
        return Files.exists(index) ? Optional.of(new ShardIndex(index, this).open()) : Optional.empty();
    }
}
