package dev.jformers.checkpoint;

import dev.jformers.checkpoint.pytorch.PytorchFile;
import dev.jformers.checkpoint.pytorch.PytorchWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files that may hold the weights of a model folder, the preferred first. */
public enum WeightFormat {
    SAFETENSORS("model", ".safetensors") {
        @Override
        NamedTensors open(Path file) throws IOException {
            return Safetensors.open(file);
        }

        @Override
        void write(SafetensorsWriter tensors, Path file) throws IOException {
            tensors.writePlainly(file);
        }
    },
    PYTORCH("pytorch_model", ".bin") {
        @Override
        NamedTensors open(Path file) throws IOException {
            return PytorchFile.open(file);
        }

        @Override
        void write(SafetensorsWriter tensors, Path file) throws IOException {
            PytorchWriter.write(tensors.stored(), file);
        }
    };

    private final String stem;
    private final String extension;

    WeightFormat(String stem, String extension) {
        this.stem = stem;
        this.extension = extension;
    }

    abstract NamedTensors open(Path file) throws IOException;

    /** Writes a file that somebody else makes appear whole. */
    abstract void write(SafetensorsWriter tensors, Path file) throws IOException;

    /** The name of a shard. */
    String shardName(int number, int count) {
        return "%s-%05d-of-%05d%s".formatted(stem, number, count, extension);
    }

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
