package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file, mapped into memory. Files and tensors may be larger than 2 GiB. Immutable and thread-safe.
 *
 * <p><b>Lifetime.</b> There is nothing to close. The mapping lives as long as this object, a buffer made from it or an array
 * made from it is reachable. A <em>view</em> that DJL makes of such an array (a slice, a reshape, a transpose) does not keep
 * the mapping alive: keep the array or this object as long as its views, or take a {@link #copy}.
 *
 * <p><b>Writing.</b> The mapping is private: what is written into a buffer or an array goes to a copy of the page in memory,
 * never to the file, and is seen by the other buffers and arrays made from the same object. Where the file may only be read,
 * buffers are read-only and arrays are copies.
 *
 * <p>The file must not be changed in place while it is mapped. Replacing it by {@link AtomicFiles} is safe.
 */
public final class Safetensors {

    private final Path file;
    private final SafetensorsHeader header;
    private final Map<String, List<ByteBuffer>> slices;
    private final boolean writable;

    private Safetensors(Path file, SafetensorsHeader header, Map<String, List<ByteBuffer>> slices, boolean writable) {
        this.file = file;
        this.header = header;
        this.slices = slices;
        this.writable = writable;
    }

    /**
     * Checks a file's header and maps its tensors.
     *
     * @throws InvalidInputException if there is no such file, or it breaks a rule of the format
     * @throws IOException if the file cannot be read
     */
    public static Safetensors open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + (Files.exists(file) ? " is not a file" : " does not exist")
                    + "; expected a safetensors file");
        }
        if (Files.isWritable(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return open(file, channel, FileChannel.MapMode.PRIVATE);
            } catch (AccessDeniedException e) {
                return openReadOnly(file);
            }
        }
        return openReadOnly(file);
    }

    private static Safetensors openReadOnly(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return open(file, channel, FileChannel.MapMode.READ_ONLY);
        }
    }

    private static Safetensors open(Path file, FileChannel channel, FileChannel.MapMode mode) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(channel, file);
        try {
            Map<String, List<ByteBuffer>> slices = new TensorMapping(channel, mode, header).map();
            return new Safetensors(file, header, slices, mode == FileChannel.MapMode.PRIVATE);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("Could not map " + file + ": " + e.getMessage(), e);
        }
    }

    /** The file's path, as it was opened. */
    public Path file() {
        return file;
    }

    /** All tensors by name, in the order of the file. */
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /** The texts under {@code __metadata__}; empty where there are none. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * What the header says of one tensor.
     *
     * @throws InvalidInputException if the file has no such tensor
     */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw noTensor(name);
        }
        return info;
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
        List<ByteBuffer> mapped = slices.get(name);
        if (mapped == null) {
            throw noTensor(name);
        }
        return mapped.stream()
                .map(slice -> slice.duplicate().order(ByteOrder.LITTLE_ENDIAN))
                .toList();
    }

    /**
     * A tensor as an array, which the manager owns. F32, F64, I8, U8, I32, I64 and BOOL take no copy on a CPU (see above for
     * the lifetime); F16 and BF16 become copies in FLOAT32.
     *
     * @throws InvalidInputException if the file has no such tensor, or one of another type: the engine has no arrays of it
     */
    public NDArray array(String name, NDManager manager) {
        return array(name, manager, writable);
    }

    /**
     * A tensor as an array in the engine's own memory, which the manager owns and which has nothing to do with the file any
     * more. This is what training wants: the engine aligns its memory better than the file does, and sums of differently
     * aligned numbers may differ in the last bit, so that a run would not repeat exactly from another file.
     *
     * @throws InvalidInputException as from {@link #array}
     */
    public NDArray copy(String name, NDManager manager) {
        return array(name, manager, false);
    }

    private NDArray array(String name, NDManager manager, boolean shareable) {
        TensorInfo info = info(name);
        try {
            return TensorArrays.create(info, slices(name), shareable, manager);
        } catch (UnsupportedOperationException e) {
            throw new InvalidInputException(file + ": " + e.getMessage(), e);
        }
    }

    private InvalidInputException noTensor(String name) {
        return new InvalidInputException(file + " has no tensor " + name + "; it has "
                + NearNames.describe(name, header.tensors().keySet()));
    }
}
