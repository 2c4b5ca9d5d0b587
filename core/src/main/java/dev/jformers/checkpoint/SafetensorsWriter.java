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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

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
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("Shape " + shape + " has a negative size");
        }
        entries.put(name, new Entry(new TensorInfo(name, type, shape), source));
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
     * The same tensors with other types of elements. Floats of 16, 32 and 64 bits can become F32, F16 and BF16, rounded to the
     * nearest, ties to even; all others must stay what they are.
     *
     * @param types the type that a tensor shall have
     */
    SafetensorsWriter retyped(Function<TensorInfo, TensorType> types) {
        SafetensorsWriter retyped = new SafetensorsWriter();
        retyped.metadata.putAll(metadata);
        for (Entry entry : entries.values()) {
            TensorInfo info = entry.info();
            TensorType type = types.apply(info);
            retyped.add(
                    info.name(),
                    type,
                    info.shape(),
                    type == info.type() ? entry.source() : new ConvertedBytes(entry.source(), info.type(), type));
        }
        return retyped;
    }

    /**
     * The tensors in parts that become a file each, split as Hugging Face splits them: in the order in which they were added, a
     * new part where the next tensor does not fit any more.
     *
     * @param maxBytes what a part may have; a tensor that is larger is a part of its own
     * @return at least one part
     */
    List<SafetensorsWriter> parts(long maxBytes) {
        List<SafetensorsWriter> parts = new ArrayList<>();
        SafetensorsWriter part = new SafetensorsWriter();
        for (Entry entry : entries.values()) {
            if (entry.info().bytes() > maxBytes) {
                parts.add(partOf(entry));
            } else if (part.entries.isEmpty() || part.bytes() + entry.info().bytes() <= maxBytes) {
                part.entries.put(entry.info().name(), entry);
            } else {
                parts.add(part);
                part = partOf(entry);
            }
        }
        if (!part.entries.isEmpty() || parts.isEmpty()) {
            parts.add(part);
        }
        parts.forEach(one -> one.metadata.putAll(metadata));
        return parts;
    }

    private static SafetensorsWriter partOf(Entry entry) {
        SafetensorsWriter part = new SafetensorsWriter();
        part.entries.put(entry.info().name(), entry);
        return part;
    }

    /** How many bytes all tensors have. */
    long bytes() {
        return entries.values().stream()
                .mapToLong(entry -> entry.info().bytes())
                .sum();
    }

    /** The tensors, in the order in which they were added, for a writer of another format. */
    public List<StoredTensor> stored() {
        return entries.values().stream()
                .map(entry -> new StoredTensor("the model", entry.info(), entry.source()))
                .toList();
    }

    /** The names of the tensors, in the order in which they were added. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
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
            header.add(entry.info().name(), entry.json(begin));
            begin += entry.info().bytes();
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

    private record Entry(TensorInfo info, TensorSource source) {

        static final Comparator<Entry> ORDER = Comparator.<Entry, TensorType>comparing(
                        entry -> entry.info().type())
                .reversed()
                .thenComparing(entry -> entry.info().name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

        JsonObject json(long begin) {
            JsonArray sizes = new JsonArray();
            info.shape().forEach(sizes::add);
            JsonArray offsets = new JsonArray();
            offsets.add(begin);
            offsets.add(begin + info.bytes());
            JsonObject json = new JsonObject();
            json.addProperty("dtype", info.type().name());
            json.add("shape", sizes);
            json.add("data_offsets", offsets);
            return json;
        }

        void requireWritten(long written) {
            if (written != info.bytes()) {
                throw new IllegalStateException("The source of tensor " + info.name() + " gave " + written
                        + " bytes but " + info.type() + " of shape " + info.shape() + " has " + info.bytes());
            }
        }
    }
}
