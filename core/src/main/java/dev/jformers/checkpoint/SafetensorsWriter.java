package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects tensors and writes them as one safetensors file, byte for byte in the layout of Hugging Face's own writer: larger
 * types first, then by name, the header padded with spaces to a multiple of 8 bytes. The same tensors always give the same
 * file. Not thread-safe.
 */
public final class SafetensorsWriter {

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final int ALIGNMENT = 8;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new TreeMap<>(Map.of("format", "pt"));

    /**
     * Adds one tensor. Its bytes are asked for when the file is written.
     *
     * @throws IllegalArgumentException if there is a tensor of this name already, or the shape has a negative size
     */
    public SafetensorsWriter add(String name, TensorType type, List<Long> shape, TensorSource source) {
        if (name.equals(SafetensorsHeader.METADATA) || entries.containsKey(name)) {
            throw new IllegalArgumentException("Tensor name " + name + " is taken");
        }
        entries.put(name, new Entry(name, type, List.copyOf(shape), bytes(type, shape), source));
        return this;
    }

    /**
     * Adds one array in its own type. It must stay open until the file is written, and is not closed.
     *
     * @throws IllegalArgumentException if there is a tensor of this name already, or the format has no such type
     */
    public SafetensorsWriter add(String name, NDArray array) {
        DataType dataType = array.getDataType();
        TensorType type = TensorType.of(dataType)
                .filter(known -> known != TensorType.BF16)
                .orElseThrow(() -> new IllegalArgumentException("Array " + name + " is " + dataType
                        + ", which cannot be written; convert it to FLOAT32 first"));
        List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
        return add(name, type, shape, new ArrayBytes(array));
    }

    /** Adds arrays by name, each as {@link #add(String, NDArray)} does. */
    public SafetensorsWriter addAll(Map<String, ? extends NDArray> arrays) {
        arrays.forEach(this::add);
        return this;
    }

    /** Adds a text to {@code __metadata__}, in place of one under the same key. {@code format: pt} is there from the start. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Writes the file atomically, see {@link AtomicFiles#writeFile}.
     *
     * @throws IllegalStateException if a source hands over more or fewer bytes than its tensor has
     * @throws IOException if writing fails
     */
    public void write(Path target) throws IOException {
        AtomicFiles.writeFile(target, this::writePlainly);
    }

    /** Writes a file that somebody else makes appear whole, as in the body of {@link AtomicFiles#writeFolder}. */
    public void writePlainly(Path file) throws IOException {
        List<Entry> sorted = entries.values().stream().sorted(Entry.ORDER).toList();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            writeFully(channel, header(sorted));
            for (Entry entry : sorted) {
                long begin = channel.position();
                entry.source().writeTo(buffer -> writeFully(channel, buffer));
                entry.requireWritten(channel.position() - begin);
            }
        }
    }

    private ByteBuffer header(List<Entry> sorted) {
        JsonObject header = new JsonObject();
        JsonObject texts = new JsonObject();
        metadata.forEach(texts::addProperty);
        header.add(SafetensorsHeader.METADATA, texts);
        long begin = 0;
        for (Entry entry : sorted) {
            header.add(entry.name(), entry.json(begin));
            begin += entry.bytes();
        }
        byte[] json = JSON.toJson(header).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] spaces = new byte[padded - json.length];
        Arrays.fill(spaces, (byte) ' ');
        return ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(json)
                .put(spaces)
                .flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static long bytes(TensorType type, List<Long> shape) {
        long bytes = type.bytes();
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("Shape " + shape + " has a negative size");
            }
            bytes = Math.multiplyExact(bytes, size);
        }
        return bytes;
    }

    private record Entry(String name, TensorType type, List<Long> shape, long bytes, TensorSource source) {

        static final Comparator<Entry> ORDER = Comparator.comparing(Entry::type)
                .reversed()
                .thenComparing(entry -> entry.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

        JsonObject json(long begin) {
            JsonArray sizes = new JsonArray();
            shape.forEach(sizes::add);
            JsonArray offsets = new JsonArray();
            offsets.add(begin);
            offsets.add(begin + bytes);
            JsonObject json = new JsonObject();
            json.addProperty("dtype", type.name());
            json.add("shape", sizes);
            json.add("data_offsets", offsets);
            return json;
        }

        void requireWritten(long written) {
            if (written != bytes) {
                throw new IllegalStateException("The source of tensor " + name + " gave " + written + " bytes but "
                        + type + " of shape " + shape + " has " + bytes);
            }
        }
    }
}
