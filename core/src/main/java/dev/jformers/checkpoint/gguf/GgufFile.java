package dev.jformers.checkpoint.gguf;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedBytes;
import dev.jformers.checkpoint.MappedFile;
import dev.jformers.checkpoint.MappedFile.Region;
import dev.jformers.checkpoint.NamedTensors;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.StoredTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A GGUF file of version 2 or 3, little-endian, mapped into memory. Immutable and thread-safe; nothing to close. */
public final class GgufFile {

    private final Path file;
    private final GgufMetadata metadata;
    private final StoredTensors tensors;
    private final Map<String, GgmlType> types;

    private GgufFile(Path file, GgufMetadata metadata, StoredTensors tensors, Map<String, GgmlType> types) {
        this.file = file;
        this.metadata = metadata;
        this.tensors = tensors;
        this.types = Map.copyOf(types);
    }

    /**
     * Reads the metadata and maps the tensors.
     *
     * @throws InvalidInputException if there is no such file, it breaks a rule of the format, or a tensor is quantised in a
     *     way that is not among {@link GgmlType}
     * @throws IOException if the file cannot be read
     */
    public static GgufFile open(Path path) throws IOException {
        try (MappedFile file = MappedFile.open(path, "a GGUF file")) {
            GgufHeader header = GgufHeader.read(file);
            StoredTensors tensors = new StoredTensors(path.toString(), map(file, header));
            Map<String, GgmlType> types = new HashMap<>();
            header.tensors().forEach(tensor -> types.put(tensor.info().name(), tensor.type()));
            return new GgufFile(path, header.metadata(), tensors, types);
        }
    }

    private static List<StoredTensor> map(MappedFile file, GgufHeader header) throws IOException {
        Map<String, Region> regions = new HashMap<>();
        header.tensors().forEach(tensor -> regions.put(tensor.describe(), tensor.region()));
        Map<String, MappedBytes> mapped = file.map(regions);
        List<StoredTensor> stored = new ArrayList<>();
        for (GgufTensor tensor : header.tensors()) {
            MappedBytes bytes = Objects.requireNonNull(mapped.get(tensor.describe()));
            stored.add(tensor.stored(file.file().toString(), bytes));
        }
        return stored;
    }

    /** The file's path, as it was opened. */
    public Path file() {
        return file;
    }

    /** What the file says of its model. */
    public GgufMetadata metadata() {
        return metadata;
    }

    /**
     * The tensors by GGUF's names, shapes in the usual order (GGUF writes them backwards). Quantised ones are F32 here: their
     * elements are computed, exactly as the {@code gguf} package computes them, when they are asked for.
     */
    public NamedTensors tensors() {
        return tensors;
    }

    /**
     * How a tensor's elements are stored.
     *
     * @throws InvalidInputException if there is no such tensor
     */
    public GgmlType type(String name) {
        return Objects.requireNonNull(types.get(tensors.info(name).name()));
    }

    StoredTensor stored(String name) {
        return tensors.stored(name);
    }
}
