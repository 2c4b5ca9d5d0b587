package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedFile.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A safetensors file, mapped into memory: see {@link MappedFile} for the lifetime of buffers and arrays, and for what writing
 * into them does. Files and tensors may be larger than 2 GiB. Immutable and thread-safe; nothing to close.
 */
public final class Safetensors implements NamedTensors {

    private final Path file;
    private final StoredTensors tensors;
    private final Map<String, String> metadata;

    private Safetensors(Path file, StoredTensors tensors, Map<String, String> metadata) {
        this.file = file;
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /**
     * Checks a file's header and maps its tensors.
     *
     * @throws InvalidInputException if there is no such file, or it breaks a rule of the format
     * @throws IOException if the file cannot be read
     */
    public static Safetensors open(Path file) throws IOException {
        try (MappedFile mapped = MappedFile.open(file, "a safetensors file")) {
            SafetensorsHeader header = SafetensorsHeader.read(mapped);
            return new Safetensors(file, new StoredTensors(file.toString(), stored(mapped, header)), header.metadata());
        }
    }

    private static List<StoredTensor> stored(MappedFile file, SafetensorsHeader header) throws IOException {
        Map<TensorInfo, Region> regions = new HashMap<>();
        for (SafetensorsHeader.Entry entry : header.tensors()) {
            regions.put(entry.info(), new Region(header.dataStart() + entry.begin(), header.dataStart() + entry.end()));
        }
        Map<TensorInfo, MappedBytes> mapped = file.map(regions);
        return header.tensors().stream()
                .map(SafetensorsHeader.Entry::info)
                .map(info -> new StoredTensor(file.file().toString(), info, Objects.requireNonNull(mapped.get(info))))
                .toList();
    }

    /** The file's path, as it was opened. */
    public Path file() {
        return file;
    }

    /** The texts under {@code __metadata__}; empty where there are none. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors.tensors();
    }

    @Override
    public TensorInfo info(String name) {
        return tensors.info(name);
    }

    /**
     * The bytes of a tensor: direct, little-endian, from position 0 to its limit. Each call returns a buffer with a position
     * of its own.
     *
     * @throws InvalidInputException if the file has no such tensor, or it is larger than a buffer can be (2 GiB - 1); then
     *     take {@link #slices}
     */
    public ByteBuffer buffer(String name) {
        List<ByteBuffer> all = slices(name);
        if (all.size() != 1) {
            throw new InvalidInputException(file + ": tensor " + name + " has "
                    + info(name).bytes() + " bytes, more than one buffer can hold; read it in slices");
        }
        return all.get(0);
    }

    /**
     * The bytes of a tensor of any size, as buffers that follow one another, each as {@link #buffer} returns them. No element
     * lies on two of them.
     *
     * @throws InvalidInputException if the file has no such tensor
     */
    public List<ByteBuffer> slices(String name) {
        return source(name).slices();
    }

    @Override
    public MappedBytes source(String name) {
        return (MappedBytes) tensors.source(name);
    }

    @Override
    public NDArray array(String name, NDManager manager) {
        return tensors.array(name, manager);
    }

    @Override
    public NDArray copy(String name, NDManager manager) {
        return tensors.copy(name, manager);
    }
}
